//! The command line: the contract that scripts and checks use. Each flag has a THROUGHCARE_... variable.

use crate::commands;
use clap::{Args, Parser, Subcommand};
use kernel::Date;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use store::{Database, Failure};

/// One probation case record, from first contact to the last day of the sentence.
#[derive(Parser)]
#[command(name = "throughcare", version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

/// Where the records are.
#[derive(Args, Clone, Debug)]
pub(crate) struct Where {
    /// sqlite:PATH or postgres://USER@HOST/NAME (several hosts may be named, comma separated)
    #[arg(long, env = "THROUGHCARE_DATABASE", value_name = "URL", hide_env_values = true)]
    pub(crate) database: Database,
    /// Pretend that it is this day, YYYY-MM-DD: for demos and tests
    #[arg(long, env = "THROUGHCARE_TODAY", value_name = "DATE")]
    pub(crate) today: Option<Date>,
}

#[derive(Subcommand)]
enum Command {
    /// Fill an empty database with the demo region and serve it; a demo database is served as it is
    Demo(commands::DemoArgs),
    /// Serve pages and API
    Serve(ServeArgs),
    /// Bring the database to the newest schema
    Migrate(Where),
    /// Look whether everything is in order, and say what is not
    Doctor(DoctorArgs),
    /// Copy an SQLite database, while it is used, into a new file
    Backup(BackupArgs),
    /// Put a backup in the place of an SQLite database that is not there yet
    Restore(BackupArgs),
    /// Accounts
    #[command(subcommand)]
    Admin(commands::Admin),
    /// Results and cases from courts
    #[command(subcommand)]
    Court(commands::CourtCommand),
    /// Score national request bodies, one a line
    Score(commands::ScoreArgs),
    /// The log of who read what
    #[command(subcommand)]
    Access(commands::AccessCommand),
    /// The ledger
    #[command(subcommand)]
    Ledger(commands::LedgerCommand),
    /// Answer tier requests, one a line, from standard input
    Tier(commands::AnswerArgs),
    /// Answer workload requests, one a line, from standard input
    Workload(commands::AnswerArgs),
    /// Print the description of the API (OpenAPI 3.1)
    Openapi,
    /// Print who may call which route, as a Markdown table
    Matrix,
    /// Print how the tables are spread over several PostgreSQL servers, as Markdown
    Spread,
}

#[derive(Args)]
pub(crate) struct DoctorArgs {
    #[command(flatten)]
    pub(crate) place: Where,
    /// The hot standby that the servers read, to be looked at too
    #[arg(long, env = "THROUGHCARE_STANDBY", value_name = "URL", hide_env_values = true)]
    pub(crate) standby: Option<Database>,
    /// A file of seals that was kept elsewhere, to hold the ledger against
    #[arg(long, env = "THROUGHCARE_SEALS", value_name = "FILE")]
    pub(crate) seals: Option<PathBuf>,
}

#[derive(Args)]
pub(crate) struct ServeArgs {
    #[command(flatten)]
    pub(crate) place: Where,
    #[arg(long, env = "THROUGHCARE_LISTEN", default_value = "127.0.0.1:8080", value_name = "ADDR")]
    pub(crate) listen: SocketAddr,
    /// A hot standby of the database, which answers what is only looked at: postgres://...
    #[arg(long, env = "THROUGHCARE_STANDBY", value_name = "URL", hide_env_values = true)]
    pub(crate) standby: Option<Database>,
    /// Send cookies over TLS alone
    #[arg(long, env = "THROUGHCARE_SECURE")]
    pub(crate) secure: bool,
    /// Connections to PostgreSQL for writing, and as many for reading
    #[arg(long, env = "THROUGHCARE_CONNECTIONS", default_value_t = 8, value_name = "N")]
    pub(crate) connections: usize,
    /// Where messages to people go: kept (nothing leaves), file:FOLDER, or notify (GOV.UK Notify, whose key is read from
    /// THROUGHCARE_NOTIFY_KEY)
    #[arg(long, env = "THROUGHCARE_MESSAGES", default_value = "kept", value_name = "WHERE")]
    pub(crate) messages: String,
}

#[derive(Args)]
pub(crate) struct BackupArgs {
    #[command(flatten)]
    pub(crate) place: Where,
    /// The backup
    pub(crate) file: PathBuf,
}

/// Why a command ended.
pub(crate) enum End {
    Done,
    /// It did what it could, but the answer is no: a broken ledger, a file that is no message.
    Code(u8),
}

/// Runs the command line of this process.
#[must_use]
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    tell_log();
    let done = match cli.command {
        Command::Demo(args) => commands::demo(args),
        Command::Serve(args) => crate::serve::serve(&args),
        Command::Migrate(place) => commands::migrate(place),
        Command::Doctor(args) => commands::doctor(args),
        Command::Backup(args) => commands::backup(args),
        Command::Restore(args) => commands::restore(&args),
        Command::Admin(command) => commands::admin(command),
        Command::Court(command) => commands::court(command),
        Command::Score(args) => commands::score(args),
        Command::Access(command) => commands::access(command),
        Command::Ledger(command) => commands::ledger(command),
        Command::Tier(args) => commands::tier(&args),
        Command::Workload(args) => commands::workload(&args),
        Command::Openapi => commands::openapi(),
        Command::Matrix => commands::matrix(),
        Command::Spread => commands::spread(),
    };
    match done {
        Ok(End::Done) => ExitCode::SUCCESS,
        Ok(End::Code(code)) => ExitCode::from(code),
        Err(failure) => {
            crate::telling::warn_on_terminal!("throughcare: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn tell_log() {
    let filter = tracing_subscriber::EnvFilter::try_from_env("THROUGHCARE_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn,throughcare=info"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_thread_ids(true).with_writer(std::io::stderr);
    if std::env::var("THROUGHCARE_LOG_FORMAT").is_ok_and(|f| f == "json") {
        log.json().init();
    } else {
        log.init();
    }
}

/// What a command gives.
pub(crate) type Ended = Result<End, Failure>;
