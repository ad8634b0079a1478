// Marks the page before it is laid out, so that what scripts will open starts closed and nothing jumps.
document.body.className += ' js-enabled' + ('noModule' in HTMLScriptElement.prototype ? ' govuk-frontend-supported' : '')
