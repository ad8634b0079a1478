//! Half-typed forms: kept while somebody types, for them alone, and discarded by one click or by sending the form.

use crate::world::{on_each, person};

#[test]
fn what_is_half_typed_is_kept_for_its_author_until_it_is_discarded() {
    on_each(|trial| {
        let crn = person(trial, "Gethin", "Pugh");
        let path = format!("/people/{crn}/details/aliases");
        let kept_at = format!("/drafts?form={}", path.replace('/', "%2F"));
        let mut priya = trial.signed_in("priya");
        let shown = priya.get(&path).is(200);
        shown.says(&format!("data-draft=\"{kept_at}\""));
        let token = shown.hidden(&path).into_iter().find(|(name, _)| name == "csrf").unwrap().1;
        let typed = [("csrf", token.as_str()), ("first_name", "Geth"), ("password", "not kept")];
        priya.post(&kept_at, &typed).is(204);
        let again = priya.get(&path).is(200);
        again.says("value=\"Geth\"").says("What you typed earlier has been kept");
        assert!(!trial.signed_in("meg").get(&path).body.contains("value=\"Geth\""));
        let discard = format!("/drafts/discard?form={}", path.replace('/', "%2F"));
        let gone = priya.press_on(&again, &discard, &[]).is(303);
        assert_eq!(gone.to, path);
        assert!(!priya.get(&path).says("What you had typed is discarded").body.contains("value=\"Geth\""));
        // A second click finds nothing to discard, and says so in the same way.
        assert_eq!(priya.press_on(&again, &discard, &[]).is(303).to, path);
    });
}

#[test]
fn nothing_is_kept_for_a_form_of_another_site_or_without_the_sessions_token() {
    on_each(|trial| {
        let mut priya = trial.signed_in("priya");
        let path = "/people/new";
        let token = priya.get(path).hidden(path).into_iter().find(|(name, _)| name == "csrf").unwrap().1;
        let typed = [("csrf", token.as_str()), ("first_name", "Geth")];
        for elsewhere in ["/drafts", "/drafts?form=%2F%2Fexample.com", "/drafts?form=https%3A%2F%2Fexample.com"] {
            priya.post(elsewhere, &typed).is(404);
        }
        priya.post("/drafts/discard?form=%2F%2Fexample.com", &typed).is(404);
        priya.post("/drafts?form=%2Fpeople%2Fnew", &[("first_name", "Geth")]).is(403);
        trial.nobody().post("/drafts?form=%2Fpeople%2Fnew", &typed).is(303);
        assert!(!priya.get(path).body.contains("value=\"Geth\""));
    });
}
