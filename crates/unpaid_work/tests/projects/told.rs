//! Whoever nominated something is told by e-mail where they agreed to it, and their name goes when the matter is finished.

use super::nominations::{WRITTEN, between, kept, nominate};
use super::world::{TODAY, World, on_each};
use documents::messages::{SendingState, Trouble};
use jiff::ToSpan;
use kernel::NominationId;
use unpaid_work::nominations::{Nomination, decline, forget_due, messages_of, nomination};

/// A nomination with an agreement to be written to; gives what looks it up.
fn agreed(w: &World, page: &str) -> (NominationId, String, String) {
    let typed = [WRITTEN, &[("may_write", "yes")]].concat();
    let sent = nominate(w, &mut w.trial.nobody(), page, &typed).is(200);
    let word = |what: &str| between(&sent, &format!("id=\"{what}\">"), "<").to_owned();
    let (reference, secret) = (word("reference"), word("secret"));
    let id = kept(w).into_iter().find(|n| n.reference == reference).unwrap().id;
    (id, reference, secret)
}

fn declined(w: &World, id: NominationId) {
    w.write(|cx| decline(cx, id, ("profit", Some("Thank you for writing"), None), None)).unwrap();
}

fn row(w: &World, id: NominationId) -> Nomination {
    w.read(|cx| nomination(cx, id)).nomination
}

fn gone(w: &World) -> Vec<(String, String)> {
    w.port.gone.lock().unwrap().iter().map(|(to, words)| (to.clone(), words.body.clone())).collect()
}

#[test]
fn the_decision_goes_by_e_mail_to_whoever_agreed_in_their_language_and_to_nobody_else() {
    on_each(|w| {
        let (id, reference, secret) = agreed(w, "/nominate?lang=cy");
        declined(w, id);
        w.work();
        let [(to, body)] = <[_; 1]>::try_from(gone(w)).unwrap();
        assert_eq!(to, "mary@example.org");
        assert!(body.contains("Byddai rhywun yn gwneud elw ohono") && body.contains("Thank you for writing"), "{body}");
        assert!(!body.contains("Mary"), "an e-mail names nobody");
        let look = [("reference", reference.as_str()), ("secret", secret.as_str())];
        w.trial.nobody().fill("/nominate/follow?lang=cy", &look).is(200).says("Byddwn yn ysgrifennu i’r cyfeiriad");
        // Somebody who left an address and did not agree is not written to.
        nominate(w, &mut w.trial.nobody(), "/nominate", WRITTEN).is(200);
        let silent = kept(w).into_iter().find(|n| n.write_agreed_on.is_none()).unwrap().id;
        declined(w, silent);
        w.work();
        assert_eq!((gone(w).len(), w.read(|cx| messages_of(cx, silent)).len()), (1, 0));
        let ticked = [("may_write", "yes"), ("email", "")];
        let typed: Vec<_> = WRITTEN.iter().filter(|(n, _)| *n != "email").chain(&ticked).copied().collect();
        nominate(w, &mut w.trial.nobody(), "/nominate", &typed)
            .is(422)
            .says("Enter the email address to which we may write");
    });
}

#[test]
fn whoever_asks_not_to_be_written_to_is_not_and_what_waits_is_cancelled() {
    on_each(|w| {
        let (id, reference, secret) = agreed(w, "/nominate");
        declined(w, id);
        let look = [("reference", reference.as_str()), ("secret", secret.as_str())];
        let mut mary = w.trial.nobody();
        let shown = mary.fill("/nominate/follow", &look).is(200);
        mary.press_on(&shown, "/nominate/follow", &[look[0], look[1], ("stop", "yes")])
            .is(200)
            .says("You asked us not to write to you any more");
        w.work();
        assert_eq!(gone(w), []);
        let rows = w.read(|cx| messages_of(cx, id));
        assert_eq!(rows.iter().map(|m| m.state).collect::<Vec<_>>(), [SendingState::Cancelled]);
    });
}

#[test]
fn an_e_mail_that_does_not_arrive_stands_on_a_list_until_somebody_settles_it_or_sends_it_again() {
    on_each(|w| {
        let (id, reference, _) = agreed(w, "/nominate");
        let never = || Trouble::Never { address: true, words: "There is no such address".into() };
        w.port.answers.lock().unwrap().extend([never(), never()]);
        declined(w, id);
        w.work();
        let mut una = w.trial.signed_in("una");
        una.get("/unpaid-work/nominations").is(200).says("did not arrive, 1 in all").says("There is no such address");
        let one = |n: usize| {
            let rows = w.read(|cx| messages_of(cx, id));
            format!("/unpaid-work/nominations/{id}/messages/{}", rows[n].id)
        };
        let first = one(0);
        una.get(&first).is(200).says("mary@example.org").says("Send it again");
        una.fill(&first, &[("what", "again")]).is(303);
        w.work();
        let second = one(0);
        assert_ne!(first, second);
        una.fill(&second, &[("what", "settle")]).is(422).says("Enter a reason");
        una.fill(&second, &[("what", "settle"), ("reason", "Rang them")]).is(303);
        assert!(!una.get("/unpaid-work/nominations").is(200).body.contains("did not arrive"));
        una.get(&format!("/unpaid-work/nominations/{id}")).is(200).says("Emails to the nominator").says(&reference);
        w.trial.signed_in("priya").get(&second).is(403);
    });
}

#[test]
fn name_and_address_go_some_months_after_the_matter_is_finished_and_the_decision_stays() {
    on_each(|w| {
        let (id, reference, secret) = agreed(w, "/nominate");
        let (open, ..) = agreed(w, "/nominate");
        declined(w, id);
        w.work();
        let look = [("reference", reference.as_str()), ("secret", secret.as_str())];
        w.trial.nobody().fill("/nominate/follow", &look).is(200).says("They will be removed on 23 May 2027");
        w.go(TODAY.saturating_add(6.months()).yesterday().unwrap());
        assert_eq!(forget_due(w.house()).unwrap(), 0, "the day before");
        w.go(TODAY.saturating_add(6.months()));
        assert_eq!((forget_due(w.house()).unwrap(), forget_due(w.house()).unwrap()), (1, 0), "once");
        let now = row(w, id);
        assert_eq!((now.nominator.as_str(), now.email, now.telephone), ("", None, None));
        assert_eq!(
            (now.declined_code.as_deref(), now.what.as_str()),
            (Some("profit"), "Clear the path along the canal")
        );
        assert_eq!(row(w, open).nominator, "Mary Example", "one that is not finished keeps its nominator");
        let about = w.read(|cx| messages_of(cx, id)).remove(0);
        assert_eq!((about.address, about.body, about.state), (None, None, SendingState::HandedOver));
        // Nothing of them stands in history either, and the chain holds all the same.
        let images = w.read(|cx| {
            let chain = kernel::ChainId(id.0);
            let all = [cx.history_of(chain, "work_nomination")?, cx.history_of(chain, "message_outside")?].concat();
            let images: Vec<Option<String>> =
                all.iter().map(store::tables::History::image).collect::<store::Result<_>>()?;
            Ok(images.into_iter().flatten().collect::<String>())
        });
        assert!(!images.contains("Mary") && !images.contains("mary@example.org"), "{images}");
        assert_eq!(w.house().verify_ledger(|_| {}).unwrap().broken, None);
        w.trial
            .nobody()
            .fill("/nominate/follow", &look)
            .is(200)
            .says("They were removed on 23 May 2027")
            .says("Thank you for writing");
        let mut una = w.trial.signed_in("una");
        una.get(&format!("/unpaid-work/nominations/{id}")).is(200).says("Removed on 23 May 2027");
    });
}
