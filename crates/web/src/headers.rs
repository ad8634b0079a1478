//! What every answer says to the browser: where scripts and styles may come from, that nothing is framed, sniffed or kept.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};

/// The one inline line that tells style sheets that scripts run comes from our own file, so no inline source is needed.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
    connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; manifest-src 'self'";

/// Two years of TLS alone.
const LASTING_TLS: &str = "max-age=63072000; includeSubDomains";

/// Adds them. Files that never change may be kept for ever, everything else not at all.
pub(crate) fn harden(headers: &mut HeaderMap, secure: bool, lasting: bool) {
    let mut set = |name: HeaderName, value: &'static str| {
        headers.insert(name, HeaderValue::from_static(value));
    };
    set(header::CONTENT_SECURITY_POLICY, POLICY);
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::X_FRAME_OPTIONS, "DENY");
    set(header::REFERRER_POLICY, "same-origin");
    set(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    set(HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    set(HeaderName::from_static("permissions-policy"), "camera=(), microphone=(), geolocation=()");
    set(header::CACHE_CONTROL, if lasting { "public, max-age=31536000, immutable" } else { "no-store" });
    if secure {
        set(header::STRICT_TRANSPORT_SECURITY, LASTING_TLS);
    }
}

/// The same for an answer that came from the frame beneath us, and TLS for the files that never change.
pub(crate) fn harden_rest(headers: &mut HeaderMap, secure: bool) {
    if !headers.contains_key(header::CONTENT_SECURITY_POLICY) {
        harden(headers, secure, false);
    } else if secure {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(LASTING_TLS));
    }
}
