// Wakes the components, saves half-typed forms (within two seconds of the last key, and when the page is left), and keeps
// the progress of long work up to date. Everything works without this file; then a draft is saved when the form is sent,
// and progress is looked at again by a link.

import { initAll } from './govuk-frontend.js'

initAll()

const pause = 1000
const kept = new Set(['radio', 'checkbox'])

// What has been typed. Passwords and files stay where they are, and the key that makes a form count once is not spent on it.
function typed(form) {
  const body = new URLSearchParams()
  for (const [name, value] of new FormData(form)) {
    if (typeof value === 'string' && name !== 'request_key' && !form.querySelector(`[type="password"][name="${CSS.escape(name)}"]`)) body.append(name, value)
  }
  return body
}

function tell(form, words) {
  const status = form.querySelector('[data-draft-status]')
  if (status) status.textContent = words
}

// 9:05am, as everywhere on the pages.
function clock(now) {
  const minutes = String(now.getMinutes()).padStart(2, '0')
  return `${now.getHours() % 12 || 12}:${minutes}${now.getHours() < 12 ? 'am' : 'pm'}`
}

function keepDraft(form) {
  let waiting = null
  let sending = null
  let saved = typed(form).toString()
  let sent = false

  async function save(leaving) {
    clearTimeout(waiting)
    waiting = null
    const body = typed(form)
    if (sent || body.toString() === saved) return
    sending?.abort()
    sending = new AbortController()
    try {
      const answer = await fetch(form.dataset.draft, {
        method: 'POST',
        body,
        keepalive: leaving,
        credentials: 'same-origin',
        headers: { Accept: 'application/json' },
        signal: leaving ? undefined : sending.signal
      })
      if (!answer.ok) throw new Error(String(answer.status))
      saved = body.toString()
      tell(form, `Draft saved at ${clock(new Date())}`)
    } catch (error) {
      if (error.name !== 'AbortError') tell(form, 'Your draft could not be saved. Keep this page open and save when you can.')
    }
  }

  const soon = () => {
    clearTimeout(waiting)
    waiting = setTimeout(() => save(false), pause)
  }
  form.addEventListener('input', soon)
  form.addEventListener('change', (event) => { if (kept.has(event.target.type)) soon() })
  form.addEventListener('submit', () => { sent = true; clearTimeout(waiting); sending?.abort() })
  window.addEventListener('pageshow', () => { sent = false })
  document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'hidden') save(true) })
}

document.querySelectorAll('form[data-draft]').forEach(keepDraft)

// How far work in the background is. Stops when it has ended, and rests while nobody looks.
function follow(part) {
  const words = part.querySelector('[data-progress-words]')
  const bar = part.querySelector('.tc-bar__fill')
  async function look() {
    let wait = 2000
    try {
      if (document.visibilityState === 'visible') {
        const answer = await fetch(part.dataset.progress, { credentials: 'same-origin', headers: { Accept: 'application/json' } })
        if (!answer.ok) throw new Error(String(answer.status))
        const now = await answer.json()
        if (words.textContent !== now.words) words.textContent = now.words
        bar?.setAttribute('width', now.percent)
        if (now.finished) return
      }
    } catch {
      wait = 10000
    }
    setTimeout(look, wait)
  }
  setTimeout(look, 2000)
}

document.querySelectorAll('[data-progress]').forEach(follow)
