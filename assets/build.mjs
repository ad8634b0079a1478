// Builds what a browser loads, with nothing but node and the two design packages: the compiled style sheet without
// typeface, crown and crest, our own styles and scripts. Every file gets a name that changes with its content and a
// gzipped twin; manifest.json leads from the plain name to the hashed one. Fails when the page would weigh over 60 KB.

import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

const here = dirname(fileURLToPath(import.meta.url))
const out = join(here, 'dist')
const budget = 60 * 1024
const read = (...path) => readFileSync(join(here, ...path), 'utf8')

// Splits CSS at its top level into [prelude, body] rules; compiled CSS has no braces in strings.
function rules(css) {
  const found = []
  let depth = 0
  let start = 0
  let open = 0
  for (let at = 0; at < css.length; at += 1) {
    if (css[at] === '{') {
      if (depth === 0) open = at
      depth += 1
    } else if (css[at] === '}') {
      depth -= 1
      if (depth === 0) {
        found.push([css.slice(start, open).trim(), css.slice(open + 1, at)])
        start = at + 1
      }
    } else if (css[at] === ';' && depth === 0) {
      found.push([css.slice(start, at).trim(), null])
      start = at + 1
    }
  }
  return found
}

// Keeps the selectors that `wanted` accepts, inside @media and @supports too.
function keep(css, wanted) {
  return rules(css)
    .map(([prelude, body]) => {
      if (body === null) return ''
      if (/^@(media|supports)/.test(prelude)) {
        const inside = keep(body, wanted)
        return inside && `${prelude}{${inside}}`
      }
      if (prelude.startsWith('@')) return wanted(prelude) ? `${prelude}{${body}}` : ''
      const selectors = prelude.split(/,(?![^(]*\))/).filter((selector) => wanted(selector.trim()))
      return selectors.length ? `${selectors.join(',')}{${body}}` : ''
    })
    .join('')
}

const withoutComments = (css) => css.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\uFEFF|@charset[^;]*;/g, '')
const withoutTypeface = (css) => css.replaceAll(/"?GDS Transport"?,\s*arial,\s*sans-serif/gi, 'arial,sans-serif')

// What we do not use, and what only gov.uk may: its header, its crown and crest, its typeface.
const govukUnused = /\.govuk-(header|footer__(crown|copyright-logo|licence)|cookie-banner|exit-this-page|feedback|language-navigation|accordion|tabs|password-input)/
const mojUsed = /\.moj-(sub-navigation|timeline(?!__document)|filter(?!-layout|-toggle|__(close|header-action))|badge)/

function styleSheet() {
  const govuk = keep(withoutComments(read('node_modules/govuk-frontend/dist/govuk/govuk-frontend.min.css')), (rule) =>
    !rule.startsWith('@font-face') && !govukUnused.test(rule))
  const moj = keep(withoutComments(read('node_modules/@ministryofjustice/frontend/moj/moj-frontend.min.css')), (rule) =>
    mojUsed.test(rule))
  const own = withoutComments(read('src/throughcare.css')).replace(/\s+/g, ' ').replace(/\s*([{};:,])\s*/g, (all, sign) =>
    sign === ':' ? all.trimEnd().replace(/\s+:/, ' :') : sign)
  const css = withoutTypeface(govuk + moj) + own
  for (const mark of ['GDS Transport', 'font-face', 'crest', 'crown']) {
    if (css.includes(mark)) throw new Error(`the style sheet still holds "${mark}"`)
  }
  return css.replace(/url\(["']?\/assets\/images\/([\w.-]+)["']?\)/g, (all, name) => `url(${image(name)})`)
}

rmSync(out, { recursive: true, force: true })
mkdirSync(out, { recursive: true })
const manifest = {}
let weight = 0

function put(name, content) {
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 12)
  const dot = name.lastIndexOf('.')
  const hashed = `${name.slice(0, dot)}-${hash}${name.slice(dot)}`
  const zipped = gzipSync(content, { level: 9 })
  writeFileSync(join(out, hashed), content)
  writeFileSync(join(out, `${hashed}.gz`), zipped)
  manifest[name] = hashed
  if (!name.endsWith('.svg')) weight += zipped.length
  console.log(`${hashed.padEnd(40)} ${String(content.length).padStart(7)} ${String(zipped.length).padStart(7)} gzipped`)
  return hashed
}

// An icon that a style rule asks for, from the package that brings it; written once.
function image(name) {
  return manifest[name] ?? put(name, read('node_modules/@ministryofjustice/frontend/moj/assets/images', name))
}

const withoutMap = (js) => js.replace(/\n?\/\/# sourceMappingURL=.*\n?$/, '\n')
put('throughcare.css', styleSheet())
put('supported.js', read('src/supported.js'))
const govukScript = put('govuk-frontend.js', withoutMap(read('node_modules/govuk-frontend/dist/govuk/govuk-frontend.min.js')))
put('throughcare.js', read('src/throughcare.js').replace('./govuk-frontend.js', `./${govukScript}`))
put('favicon.svg', read('src/favicon.svg'))
writeFileSync(join(out, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`)

console.log(`CSS and JavaScript of a page: ${weight} bytes gzipped, of at most ${budget}`)
if (weight > budget) {
  console.error('That is over the budget.')
  process.exit(1)
}
