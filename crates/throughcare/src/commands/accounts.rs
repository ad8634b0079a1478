//! The first accounts of a new service: somebody who may administer, and programs that call the API.

use crate::cli::{End, Ended, Where};
use crate::{Opening, bring_up, open};
use access::{Credential, NewClient, NewUser};
use clap::{Args, Subcommand};
use kernel::Permission;
use std::io::{BufRead, IsTerminal, Write};
use store::{Asker, Failure};

#[derive(Subcommand)]
pub(crate) enum Admin {
    /// Make an account; the password is read from standard input, or made and printed when there is none
    CreateUser(UserArgs),
    /// Make an API client; its secret is printed once
    CreateClient(ClientArgs),
}

#[derive(Args)]
pub(crate) struct UserArgs {
    #[command(flatten)]
    place: Where,
    /// What they type to sign in
    #[arg(long)]
    login: String,
    /// The name that the ledger keeps
    #[arg(long)]
    name: String,
    /// practitioner, court_officer, manager, administrator or reader; may be given several times
    #[arg(long, default_value = "administrator")]
    role: Vec<String>,
    #[arg(long)]
    email: Option<String>,
    /// Read the password from standard input
    #[arg(long)]
    password_stdin: bool,
}

#[derive(Args)]
pub(crate) struct ClientArgs {
    #[command(flatten)]
    place: Where,
    #[arg(long)]
    name: String,
    /// A permission, such as read-people; may be given several times
    #[arg(long, required = true)]
    scope: Vec<String>,
}

/// `throughcare admin`
pub(crate) fn admin(command: Admin) -> Ended {
    match command {
        Admin::CreateUser(args) => create_user(args),
        Admin::CreateClient(args) => create_client(args),
    }
}

fn create_user(args: UserArgs) -> Ended {
    let (credential, made) = if args.password_stdin {
        (Credential::of(&typed_password()?)?, None)
    } else {
        let (credential, password) = Credential::once()?;
        (credential, Some(password))
    };
    let house = open(Opening::of(args.place.database));
    bring_up(&house)?;
    let new = NewUser {
        login: args.login,
        name: args.name,
        email: args.email,
        staff: None,
        roles: args.role,
        teams: Vec::new(),
        credential,
    };
    let user = house.write(&Asker::system("command line"), |cx| access::create_user(cx, &new))?;
    crate::telling::say!("{} can sign in as {}", user.name, new.login);
    if let Some(password) = made {
        crate::telling::say!("password: {password}");
        crate::telling::say!("It must be changed at the first sign-in.");
    }
    Ok(End::Done)
}

fn typed_password() -> Result<String, Failure> {
    if std::io::stdin().is_terminal() {
        crate::telling::aside(format_args!("password: "));
        let _ = std::io::stderr().flush();
    }
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line).map_err(|e| Failure::broken(e.to_string()))?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

fn create_client(args: ClientArgs) -> Ended {
    let scopes = args
        .scope
        .iter()
        .map(|code| {
            code.parse::<Permission>().map_err(|()| {
                let known: Vec<&str> = Permission::ALL.iter().map(|p| p.code()).collect();
                Failure::broken(format!("{code} is no scope: use one of {}", known.join(", ")))
            })
        })
        .collect::<Result<Vec<_>, _>>()?;
    let house = open(Opening::of(args.place.database));
    bring_up(&house)?;
    let new = NewClient { name: args.name, scopes };
    let (client, secret) = house.write(&Asker::system("command line"), |cx| access::create_client(cx, &new))?;
    crate::telling::say!("{} may call the API. Its secret is shown only now:", client.name);
    crate::telling::say!("{secret}");
    Ok(End::Done)
}
