//! `throughcare demo`: fills an empty database with the demo region and serves it. A filling that stopped goes on where it
//! stopped.

use crate::cli::{End, Ended};
use crate::{Opening, bring_up, open};
use clap::{Args, ValueEnum};
use kernel::{Clock, Date};
use std::net::SocketAddr;
use std::time::Instant;
use store::{Asker, Database, Failure, House};

#[derive(Args)]
pub(crate) struct DemoArgs {
    /// sqlite:PATH or postgres://...
    #[arg(
        long,
        env = "THROUGHCARE_DATABASE",
        value_name = "URL",
        default_value = "sqlite:demo.sqlite",
        hide_env_values = true
    )]
    database: Database,
    /// How many people besides the named ones
    #[arg(long, env = "THROUGHCARE_PEOPLE", default_value_t = 600, value_name = "N")]
    people: u32,
    /// A size instead of a number: those that benchmarks compare
    #[arg(long, env = "THROUGHCARE_SIZE", value_enum, value_name = "SIZE", conflicts_with = "people")]
    size: Option<Size>,
    /// The same seed and day give the same demo
    #[arg(long, env = "THROUGHCARE_SEED", default_value_t = 1, value_name = "S")]
    seed: u64,
    /// The day on which the demo plays; today when not said
    #[arg(long, env = "THROUGHCARE_TODAY", value_name = "DATE")]
    today: Option<Date>,
    #[arg(long, env = "THROUGHCARE_LISTEN", default_value = "127.0.0.1:8080", value_name = "ADDR")]
    listen: SocketAddr,
    /// Fill the database and end
    #[arg(long)]
    no_serve: bool,
    /// Where messages go: kept, or file:FOLDER with a temporary folder; nothing leaves a demo
    #[arg(long, env = "THROUGHCARE_MESSAGES", default_value = "kept", value_name = "WHERE")]
    messages: String,
}

/// How large a service.
#[derive(Clone, Copy, ValueEnum)]
enum Size {
    /// A few towns: 2,400 people
    Small,
    /// A region: 24,000 people
    Region,
    /// A country: 240,000 people
    Nation,
}

impl DemoArgs {
    fn people(&self) -> u32 {
        match self.size {
            None => self.people,
            Some(Size::Small) => 2_400,
            Some(Size::Region) => 24_000,
            Some(Size::Nation) => 240_000,
        }
    }
}

/// Fills if empty, goes on with a filling that stopped, serves unless told not to; refuses a database that is no demo.
pub(crate) fn demo(args: DemoArgs) -> Ended {
    let house = house(&args, Some(args.seed));
    let known = if house.database_version()? == 0 { None } else { demo_mark(&house)? };
    match known {
        Some(_) => {
            bring_up(&house)?;
        }
        None => fill(&house, &args)?,
    }
    drop(house);
    if args.no_serve {
        return Ok(End::Done);
    }
    crate::telling::say!();
    crate::telling::say!("Sign in at http://{} as one of these, with the password {}", args.listen, demo::PASSWORD);
    for account in demo::ACCOUNTS {
        crate::telling::say!("  {:<16} {}", account.login, account.says);
    }
    // The seed fixed what the demo holds; what people add to it has ids like any other.
    crate::serve::on(self::house(&args, None), args.listen, false, &args.messages)
}

fn house(args: &DemoArgs, seed: Option<u64>) -> House {
    let mut opening = Opening::of(args.database.clone());
    opening.today = args.today;
    opening.seed = seed;
    open(opening)
}

fn demo_mark(house: &House) -> Result<Option<String>, Failure> {
    house.read(&Asker::system("demo"), |cx| cx.setting("demo"))
}

fn is_empty(house: &House) -> Result<bool, Failure> {
    Ok(house.upkeep()?.chains == 0)
}

/// The plan that the arguments and the database name together.
fn plan(house: &House, args: &DemoArgs) -> Result<demo::DemoPlan, Failure> {
    let wanted = |today: Date| demo::DemoPlan { people: args.people(), seed: args.seed, today };
    if house.database_version()? > 0
        && let Some(stopped) = demo::unfinished(house)?
    {
        let asked = wanted(args.today.unwrap_or(stopped.today));
        if asked == stopped {
            crate::telling::say!("A filling stopped here after {} parts; it goes on", house.parts_filled()?);
            return Ok(stopped);
        }
        return Err(Failure::broken(format!(
            "a filling of this database stopped: go on with it by --people {} --seed {} --today {}, or name another database",
            stopped.people, stopped.seed, stopped.today
        )));
    }
    if house.database_version()? > 0 && !is_empty(house)? {
        return Err(Failure::broken("this database holds records that are no demo: name another one"));
    }
    Ok(wanted(args.today.unwrap_or_else(|| Clock::machine().today())))
}

fn fill(house: &House, args: &DemoArgs) -> Result<(), Failure> {
    let begun = Instant::now();
    let plan = plan(house, args)?;
    house.migrate()?;
    let filled =
        demo::fill(house, &plan, |line| crate::telling::say!("[{:>5.1} s] {line}", begun.elapsed().as_secs_f32()))?;
    let words = "This is a demo. Everybody in it is invented.";
    let version = house.database_version()?.to_string();
    house.write(&Asker::system("demo"), |cx| {
        cx.set_setting(crate::house::SEEDED, &version)?;
        cx.set_setting("demo", words)
    })?;
    crate::telling::say!(
        "[{:>5.1} s] {} people, {} staff, {} teams",
        begun.elapsed().as_secs_f32(),
        filled.people,
        filled.staff,
        filled.teams
    );
    Ok(())
}
