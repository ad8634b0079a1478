//! GOV.UK Notify as the one who delivers. Each call carries a token signed with the secret part of the service's key; texts
//! and e-mails go through two templates of the service that hold nothing but our words; letters go as PDFs.
//!
//! Always true: the key is shown by no log, error or `Debug`; an address that is not of this machine is called over TLS
//! alone; before a repeat it is asked whether it has our reference already.

use super::{Handed, Handing, Port, Report, Trouble, Words, base64};
use hmac::{Hmac, KeyInit, Mac};
use kernel::Clock;
use serde_json::{Value, json};
use sha2::Sha256;
use std::time::Duration;

/// How long Notify may take to answer.
const PATIENCE: Duration = Duration::from_secs(15);
/// Where it is, unless the settings say otherwise.
const ADDRESS: &str = "https://api.notifications.service.gov.uk";
/// A UUID in text.
const ID_LENGTH: usize = 36;

/// What a service has at Notify.
#[derive(Clone)]
pub struct NotifySettings {
    address: String,
    service: String,
    secret: String,
    text_template: String,
    email_template: String,
    /// Without one, no letter goes by e-mail.
    letter_template: Option<String>,
}

impl NotifySettings {
    /// Reads them from the environment: `THROUGHCARE_NOTIFY_KEY`, `..._TEXT_TEMPLATE`, `..._EMAIL_TEMPLATE`,
    /// `..._LETTER_TEMPLATE` where letters may go by e-mail, and `..._ADDRESS` where it is not the usual one.
    ///
    /// # Errors
    /// Says which is missing or malformed, never what it holds.
    pub fn read(variable: &dyn Fn(&str) -> Option<String>) -> Result<NotifySettings, String> {
        let need = |name: &str| {
            let found = variable(name).map(|v| v.trim().to_owned()).filter(|v| !v.is_empty());
            found.ok_or_else(|| format!("messages by notify need {name}"))
        };
        let (service, secret) = parted(&need("THROUGHCARE_NOTIFY_KEY")?)
            .ok_or("THROUGHCARE_NOTIFY_KEY is no key of Notify: it ends in two ids, the service’s and the secret")?;
        let address = variable("THROUGHCARE_NOTIFY_ADDRESS").unwrap_or_else(|| ADDRESS.to_owned());
        if !is_safe(&address) {
            return Err("THROUGHCARE_NOTIFY_ADDRESS must begin with https://".into());
        }
        Ok(NotifySettings {
            address: address.trim_end_matches('/').to_owned(),
            service,
            secret,
            text_template: need("THROUGHCARE_NOTIFY_TEXT_TEMPLATE")?,
            email_template: need("THROUGHCARE_NOTIFY_EMAIL_TEMPLATE")?,
            letter_template: need("THROUGHCARE_NOTIFY_LETTER_TEMPLATE").ok(),
        })
    }
}

/// The service and the secret of a key `name-service-secret`; the name may hold hyphens of its own.
fn parted(key: &str) -> Option<(String, String)> {
    let secret = key.get(key.len().checked_sub(ID_LENGTH)?..)?;
    let rest = key.get(..key.len() - ID_LENGTH)?.strip_suffix('-')?;
    let service = rest.get(rest.len().checked_sub(ID_LENGTH)?..)?;
    let both = [service, secret].iter().all(|id| uuid::Uuid::try_parse(id).is_ok());
    both.then(|| (service.to_owned(), secret.to_owned()))
}

/// TLS, or this very machine.
fn is_safe(address: &str) -> bool {
    if address.starts_with("https://") {
        return true;
    }
    let Some(authority) = address.strip_prefix("http://").and_then(|rest| rest.split('/').next()) else { return false };
    let host = authority.rsplit_once(':').map_or(authority, |(host, _)| host);
    host.parse::<std::net::Ipv4Addr>().is_ok_and(|ip| ip.is_loopback())
}

/// The adapter.
pub struct Notify {
    settings: NotifySettings,
    agent: ureq::Agent,
    clock: Clock,
}

impl Notify {
    #[must_use]
    pub fn of(settings: NotifySettings) -> Notify {
        let agent = ureq::Agent::config_builder()
            .timeout_global(Some(PATIENCE))
            .max_redirects(0)
            .http_status_as_error(false)
            .build();
        // A token is good for half a minute of real time, whatever day the house pretends it is.
        Notify { settings, agent: agent.into(), clock: Clock::machine() }
    }

    fn token(&self) -> Result<String, Trouble> {
        let issued = self.clock.now().0 / 1_000_000;
        token(&self.settings.service, &self.settings.secret, issued).map_err(Trouble::Ours)
    }

    fn get(&self, path: &str) -> Result<Value, Trouble> {
        let bearer = format!("Bearer {}", self.token()?);
        let request = self.agent.get(format!("{}{path}", self.settings.address)).header("Authorization", bearer);
        answer(request.call(), "")
    }

    fn hand_over(&self, kind: &str, mut body: Value, handing: Handing, field: &str) -> Result<Handed, Trouble> {
        let reference = handing.reference.to_string();
        if handing.again
            && let Some(known) = self.known(&reference)?
        {
            return Ok(Handed::Over { provider_id: Some(known) });
        }
        body["reference"] = reference.into();
        let bearer = format!("Bearer {}", self.token()?);
        let request = self
            .agent
            .post(format!("{}/v2/notifications/{kind}", self.settings.address))
            .header("Authorization", bearer)
            .header("Content-Type", "application/json");
        let said = answer(request.send(body.to_string()), field)?;
        Ok(Handed::Over { provider_id: said["id"].as_str().map(str::to_owned) })
    }

    /// What Notify calls the message that has this reference.
    fn known(&self, reference: &str) -> Result<Option<String>, Trouble> {
        let said = self.get(&format!("/v2/notifications?reference={reference}"))?;
        let all = said["notifications"].as_array();
        let own = all.into_iter().flatten().find(|n| n["reference"] == reference);
        Ok(own.and_then(|n| n["id"].as_str()).map(str::to_owned))
    }
}

impl std::fmt::Debug for Notify {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Notify({})", self.settings.address)
    }
}

impl Port for Notify {
    fn name(&self) -> &'static str {
        "GOV.UK Notify"
    }

    fn stays_here(&self) -> bool {
        false
    }

    fn text(&self, number: &str, words: &Words, handing: Handing) -> Result<Handed, Trouble> {
        let body = json!({
            "phone_number": number,
            "template_id": self.settings.text_template,
            "personalisation": { "body": words.body },
        });
        self.hand_over("sms", body, handing, "phone_number")
    }

    fn email(&self, address: &str, words: &Words, pdf: Option<&[u8]>, handing: Handing) -> Result<Handed, Trouble> {
        let subject = words.subject.as_deref().unwrap_or_default();
        let mut body = json!({
            "email_address": address,
            "template_id": self.settings.email_template,
            "personalisation": { "subject": subject, "body": words.body },
        });
        if let Some(pdf) = pdf {
            let Some(template) = &self.settings.letter_template else {
                let words = "This installation has no template at GOV.UK Notify for letters by email: post the letter";
                return Err(Trouble::Never { address: false, words: words.into() });
            };
            body["template_id"] = template.as_str().into();
            // Whoever opens the link types the address first.
            body["personalisation"]["letter"] =
                json!({ "file": base64::plain(pdf), "filename": "letter.pdf", "confirm_email_before_download": true });
        }
        self.hand_over("email", body, handing, "email_address")
    }

    fn post(&self, _: &str, pdf: &[u8], handing: Handing) -> Result<Handed, Trouble> {
        self.hand_over("letter", json!({ "content": base64::plain(pdf) }), handing, "address")
    }

    fn ask(&self, provider_id: &str) -> Result<Report, Trouble> {
        let said = self.get(&format!("/v2/notifications/{provider_id}"))?;
        Ok(report(said["status"].as_str().unwrap_or_default()))
    }
}

/// A token signed with the secret.
fn token(service: &str, secret: &str, issued: i64) -> Result<String, String> {
    let head = base64::of_addresses(br#"{"typ":"JWT","alg":"HS256"}"#);
    let claims = base64::of_addresses(json!({ "iss": service, "iat": issued }).to_string().as_bytes());
    let signed = format!("{head}.{claims}");
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).map_err(|_| "the secret is no key".to_owned())?;
    mac.update(signed.as_bytes());
    Ok(format!("{signed}.{}", base64::of_addresses(&mac.finalize().into_bytes())))
}

/// What Notify answered, or which trouble it is. `field` is the member of the body that holds the address.
fn answer(called: Result<ureq::http::Response<ureq::Body>, ureq::Error>, field: &str) -> Result<Value, Trouble> {
    let mut response = called.map_err(|_| Trouble::Later("GOV.UK Notify did not answer".into()))?;
    let status = response.status().as_u16();
    let text = response.body_mut().read_to_string().unwrap_or_default();
    let body: Value = serde_json::from_str(&text).unwrap_or_default();
    match status {
        200..=299 if body.is_object() => Ok(body),
        429 | 500..=599 | 200..=299 => Err(Trouble::Later(format!("GOV.UK Notify answered {status}"))),
        400 if blames(&body, field) => {
            Err(Trouble::Never { address: true, words: "GOV.UK Notify says that the address cannot be used".into() })
        }
        404 => Err(Trouble::Never { address: false, words: "GOV.UK Notify does not know the message".into() }),
        _ => Err(Trouble::Ours(format!("GOV.UK Notify refused the call ({status}): {}", reasons(&body)))),
    }
}

fn errors(body: &Value) -> impl Iterator<Item = (&str, &str)> {
    let all = body["errors"].as_array().into_iter().flatten();
    all.map(|e| (e["error"].as_str().unwrap_or_default(), e["message"].as_str().unwrap_or_default()))
}

fn blames(body: &Value, field: &str) -> bool {
    !field.is_empty() && errors(body).any(|(kind, words)| kind == "ValidationError" && words.starts_with(field))
}

/// The kinds of errors, without their words, which may repeat an address.
fn reasons(body: &Value) -> String {
    let kinds: Vec<&str> = errors(body).map(|(kind, _)| kind).collect();
    if kinds.is_empty() { "no reason given".into() } else { kinds.join(", ") }
}

/// What a status of Notify means.
fn report(status: &str) -> Report {
    let failed = |address, words: &str| Report::Failed { address, words: words.to_owned() };
    match status {
        "delivered" | "received" => Report::Delivered,
        "permanent-failure" => failed(true, "The number or address does not work"),
        "temporary-failure" => failed(false, "The telephone or mailbox could not be reached for three days"),
        "technical-failure" => failed(false, "GOV.UK Notify had a fault"),
        "validation-failed" | "virus-scan-failed" => failed(false, "The letter was not accepted for printing"),
        "cancelled" => failed(false, "The letter was cancelled at GOV.UK Notify"),
        _ => Report::OnItsWay,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SERVICE: &str = "11111111-2222-4333-8444-555555555555";
    const SECRET: &str = "66666666-7777-4888-8999-aaaaaaaaaaaa";

    fn settings(change: impl Fn(&str) -> Option<Option<String>>) -> Result<NotifySettings, String> {
        NotifySettings::read(&|name| match change(name) {
            Some(value) => value,
            None if name.ends_with("_KEY") => Some(format!("key-of-ours-{SERVICE}-{SECRET}")),
            None if name.ends_with("_ADDRESS") => None,
            None => Some("template".into()),
        })
    }

    #[test]
    fn a_key_is_parted_into_service_and_secret() {
        let read = settings(|_| None).unwrap();
        assert_eq!((read.service.as_str(), read.secret.as_str()), (SERVICE, SECRET));
        for key in ["", "short", "no-ids-in-this-one-but-it-is-quite-long-enough-to-hold-two-of-them-if-it-had-any"] {
            let no = settings(|name| name.ends_with("_KEY").then(|| Some(key.to_owned()))).err().unwrap();
            assert!(key.is_empty() || !no.contains(key), "{no}");
        }
    }

    #[test]
    fn the_secret_is_in_no_debug_output() {
        let shown = format!("{:?}", Notify::of(settings(|_| None).unwrap()));
        assert!(!shown.contains(SECRET) && !shown.contains("66666666"), "{shown}");
    }

    #[test]
    fn elsewhere_is_called_over_tls_alone() {
        for (address, safe) in [
            ("https://notify.example.org", true),
            ("http://127.0.0.1:9000", true),
            ("http://127.0.0.1.example.org", false),
            ("http://notify.example.org", false),
            ("ftp://127.0.0.1", false),
        ] {
            assert_eq!(is_safe(address), safe, "{address}");
        }
    }

    #[test]
    fn each_status_is_known() {
        assert_eq!(report("delivered"), Report::Delivered);
        assert!(matches!(report("permanent-failure"), Report::Failed { address: true, .. }));
        assert!(matches!(report("temporary-failure"), Report::Failed { address: false, .. }));
        for going in ["created", "sending", "pending", "sent", "accepted", "pending-virus-check", "something new"] {
            assert_eq!(report(going), Report::OnItsWay, "{going}");
        }
    }

    #[test]
    fn an_error_repeats_no_address() {
        let body = json!({ "errors": [{ "error": "BadRequestError", "message": "cannot send to 07700900123" }] });
        assert_eq!(reasons(&body), "BadRequestError");
    }
}
