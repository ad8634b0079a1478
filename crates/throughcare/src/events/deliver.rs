//! Sends events to webhooks. A delivery carries `Throughcare-Signature: sha256=HEX`, the HMAC of `timestamp.body` under the
//! webhook's secret, and `Throughcare-Timestamp`. It counts as received on a 2xx answer; otherwise it is sent again, after
//! a pause that doubles up to an hour.

use super::{Webhook, WebhookProgress};
use hmac::{Hmac, KeyInit, Mac};
use kernel::Instant;
use sha2::Sha256;
use std::net::{IpAddr, ToSocketAddrs};
use std::time::Duration;
use store::tables::Outbox;
use store::{Asker, Failure, Value};
use web::Site;

/// Events sent to one webhook before the next has its turn.
const BATCH: i64 = 50;
/// How long a receiver may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// One turn over all webhooks.
pub(crate) fn deliver(site: &Site) -> Result<(), Failure> {
    let asker = Asker::system("webhooks");
    let now = site.house.clock().now();
    let hooks = site.house.read(&asker, |cx| cx.list::<Webhook>("WHERE stopped_at IS NULL ORDER BY id", &[]))?;
    for hook in hooks {
        let progress = site.house.read(&asker, |cx| cx.get::<WebhookProgress>(&[Value::Id(hook.id)]))?;
        let mut progress = progress.unwrap_or(WebhookProgress {
            webhook_id: hook.id,
            position: 0,
            failures: 0,
            next_try_at: Instant(0),
            last_error: None,
        });
        if progress.next_try_at > now {
            continue;
        }
        let events = site.house.read(&asker, |cx| store::events_after(cx, progress.position, BATCH))?;
        if events.is_empty() {
            continue;
        }
        for event in &events {
            match send(&hook, event, now, site.demo.is_some()) {
                Ok(()) => {
                    progress.position = event.position.unwrap_or(progress.position);
                    progress.failures = 0;
                    progress.last_error = None;
                    progress.next_try_at = Instant(0);
                }
                Err(why) => {
                    progress.failures += 1;
                    progress.last_error = Some(why);
                    progress.next_try_at = now.plus_seconds((2_i64 << progress.failures.min(10)).min(3600));
                    break;
                }
            }
        }
        site.house.write(&asker, |cx| cx.save(&progress))?;
    }
    Ok(())
}

fn send(hook: &Webhook, event: &Outbox, now: Instant, demo: bool) -> Result<(), String> {
    if demo && !is_this_machine(&hook.address) {
        return Err("a demo delivers to this machine alone".into());
    }
    let body = super::pages::event_json(event).to_string();
    let timestamp = now.0 / 1_000_000;
    let mut mac = Hmac::<Sha256>::new_from_slice(hook.secret.as_bytes()).map_err(|e| e.to_string())?;
    mac.update(format!("{timestamp}.{body}").as_bytes());
    let signature = format!("sha256={}", hex::encode(mac.finalize().into_bytes()));
    let agent: ureq::Agent =
        ureq::Agent::config_builder().timeout_global(Some(PATIENCE)).max_redirects(0).build().into();
    agent
        .post(&hook.address)
        .header("Content-Type", "application/json")
        .header("Throughcare-Timestamp", timestamp.to_string())
        .header("Throughcare-Signature", signature)
        .send(body)
        .map(|_| ())
        .map_err(|e| e.to_string())
}

/// True when every address that the URL's host has is loopback.
pub(crate) fn is_this_machine(url: &str) -> bool {
    let Some(host) = url.split_once("://").and_then(|(_, rest)| rest.split(['/', '?', '#']).next()) else {
        return false;
    };
    let host = host.rsplit('@').next().unwrap_or(host);
    let with_port = if host.rsplit_once(':').is_some_and(|(_, p)| p.parse::<u16>().is_ok()) {
        host.to_owned()
    } else {
        format!("{host}:80")
    };
    let addresses: Vec<IpAddr> = with_port.to_socket_addrs().map(|a| a.map(|a| a.ip()).collect()).unwrap_or_default();
    !addresses.is_empty() && addresses.iter().all(IpAddr::is_loopback)
}

#[cfg(test)]
mod tests {
    use super::is_this_machine;

    #[test]
    fn a_demo_knows_its_own_machine() {
        for here in ["http://127.0.0.1:9000/hook", "http://localhost/x", "http://[::1]:80/"] {
            assert!(is_this_machine(here), "{here}");
        }
        for elsewhere in
            ["http://192.0.2.1/hook", "http://127.0.0.1@192.0.2.1/", "nonsense", "http://192.0.2.1:80#127.0.0.1"]
        {
            assert!(!is_this_machine(elsewhere), "{elsewhere}");
        }
    }
}
