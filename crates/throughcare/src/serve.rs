//! The server: the site on its address, the workers beside it, and a clean end on SIGTERM.

use crate::cli::{End, Ended, ServeArgs};
use crate::{Opening, bring_up, door, open, rooms, workers};
use kernel::Permission;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use store::{Asker, Database, Failure, House, StandbySeen};
use web::{Reply, Route, Site};

/// `throughcare serve`
pub(crate) fn serve(args: &ServeArgs) -> Ended {
    let mut opening = Opening::of(args.place.database.clone());
    opening.standby.clone_from(&args.standby);
    opening.today = args.place.today;
    opening.connections = args.connections;
    both_postgres(&args.place.database, args.standby.as_ref())?;
    let house = open(opening);
    if let Database::Sqlite(path) = house.database()
        && !path.exists()
    {
        return Err(Failure::broken(format!(
            "there is no database at {}: make one with `throughcare migrate` or `throughcare demo`",
            path.display()
        )));
    }
    bring_up(&house)?;
    on(house, args.listen, args.secure, &args.messages)
}

/// Only a PostgreSQL database has a standby, and it is one too.
pub(crate) fn both_postgres(database: &Database, standby: Option<&Database>) -> Result<(), Failure> {
    match (database, standby) {
        (_, None) | (Database::Postgres(_), Some(Database::Postgres(_))) => Ok(()),
        _ => Err(Failure::broken("a standby follows a PostgreSQL database: both URLs begin with postgres://")),
    }
}

/// Serves a house until SIGTERM or Ctrl-C.
pub(crate) fn on(house: House, listen: SocketAddr, secure: bool, messages: &str) -> Ended {
    let demo = house.read(&Asker::system("serve"), |cx| cx.setting("demo"))?;
    let outlet = documents::messages::Outlet::chosen(messages, &|name| std::env::var(name).ok(), demo.is_some())
        .map_err(|why| Failure::broken(why.to_string()))?;
    let handle = PrometheusBuilder::new().install_recorder().map_err(|e| Failure::broken(e.to_string()))?;
    let site = Arc::new(Site {
        house: house.with_part(handle).with_part(outlet),
        routes: rooms::routes(),
        gate: Box::new(access::gate()),
        theme: web::ui::Theme::default(),
        navigation: rooms::navigation(),
        demo,
        secure,
        assets: Arc::new(web::embedded_assets()),
    });
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .max_blocking_threads(64)
        .build()
        .map_err(|e| Failure::broken(e.to_string()))?;
    // Before anything is begun that a signal without anybody to hear it would break off.
    let ended = {
        let _on = runtime.enter();
        ended().map_err(|e| Failure::broken(e.to_string()))?
    };
    let workers = workers::start(&site);
    let told = async {
        ended.await;
        workers.leave_off();
    };
    let served = runtime.block_on(listen_until_told(Arc::clone(&site), listen, told));
    workers.stop();
    // What is still running on a blocking thread ends by its own deadline.
    runtime.shutdown_timeout(Duration::from_secs(5));
    served.map(|()| End::Done)
}

async fn listen_until_told(site: Arc<Site>, listen: SocketAddr, told: impl Future<Output = ()>) -> Result<(), Failure> {
    let listener = tokio::net::TcpListener::bind(listen)
        .await
        .map_err(|e| Failure::broken(format!("{listen} cannot be listened on: {e}")))?;
    let address = listener.local_addr().unwrap_or(listen);
    crate::telling::say!("Throughcare is on http://{address}");
    door::stand_open(listener, web::router(site), told).await;
    Ok(())
}

/// Hears from now on when it is told to end, by SIGTERM or Ctrl-C; on a runtime.
fn ended() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

fn standby_metrics(seen: &StandbySeen) -> String {
    let behind = seen.behind.map_or_else(|| "NaN".to_owned(), |bytes| bytes.to_string());
    format!(
        "# TYPE throughcare_standby_behind_bytes gauge\nthroughcare_standby_behind_bytes {behind}\n\
         # TYPE throughcare_standby_is_read gauge\nthroughcare_standby_is_read {}\n\
         # TYPE throughcare_reads_total counter\nthroughcare_reads_total{{by=\"standby\"}} {}\n\
         throughcare_reads_total{{by=\"primary\"}} {}\n",
        u8::from(seen.is_read),
        seen.answered,
        seen.by_primary
    )
}

/// What operators' tools ask.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/health", Permission::Anyone, |cx, _| {
            cx.query("SELECT 1", &[])?;
            // A standby that is away costs time and no answer: this server is well without it.
            let standby = cx.standby().map(|seen| format!("standby: {}\n", seen.words));
            Ok(Reply::text(200, "text/plain; charset=utf-8", format!("well\n{}", standby.unwrap_or_default())))
        }),
        Route::get("/metrics", Permission::Anyone, |cx, _| {
            let mut metrics = cx.part::<PrometheusHandle>()?.render();
            if let Some(seen) = cx.standby() {
                metrics.push_str(&standby_metrics(&seen));
            }
            Ok(Reply::text(200, "text/plain; version=0.0.4", metrics))
        }),
        Route::get("/api/openapi.json", Permission::Anyone, |_, _| {
            Ok(Reply::json(200, web::open_api(&rooms::routes())))
        })
        .doc(web::ApiDoc::new("This description").gives("application/json")),
    ]
}
