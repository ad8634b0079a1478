// Builds what a browser loads, with nothing but node and the two design packages: the compiled style sheet without
// typeface, crown and crest, our own styles and scripts. Every file gets a name that changes with its content and a
// gzipped twin; manifest.json leads from the plain name to the hashed one. Fails when the page would weigh over 60 KB.
// Also lays the fonts of letters into assets/fonts.

import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync, inflateSync } from 'node:zlib'

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

// The fonts of letters, which the program carries for its PDFs and no page loads: one made to be read easily, one with
// more scripts, and a last one that has almost every letter there is. WOFF is the same tables, each deflated.
function trueType(woff) {
  const count = woff.readUInt16BE(12)
  const tables = Array.from({ length: count }, (_, n) => {
    const at = 44 + 20 * n
    const [offset, packed, length] = [4, 8, 12].map((skip) => woff.readUInt32BE(at + skip))
    const bytes = woff.subarray(offset, offset + packed)
    return { head: woff.subarray(at, at + 4), sum: woff.readUInt32BE(at + 16), bytes: packed < length ? inflateSync(bytes) : bytes }
  })
  const power = Math.floor(Math.log2(count))
  const start = Buffer.alloc(12 + 16 * count)
  woff.copy(start, 0, 4, 8)
  start.writeUInt16BE(count, 4)
  start.writeUInt16BE(16 * 2 ** power, 6)
  start.writeUInt16BE(power, 8)
  start.writeUInt16BE(16 * (count - 2 ** power), 10)
  const parts = [start]
  let at = start.length
  tables.forEach((table, n) => {
    table.head.copy(start, 12 + 16 * n)
    start.writeUInt32BE(table.sum, 16 + 16 * n)
    start.writeUInt32BE(at, 20 + 16 * n)
    start.writeUInt32BE(table.bytes.length, 24 + 16 * n)
    const padded = Buffer.alloc(Math.ceil(table.bytes.length / 4) * 4)
    table.bytes.copy(padded)
    parts.push(padded)
    at += padded.length
  })
  return Buffer.concat(parts)
}

const fonts = join(here, 'fonts')
rmSync(fonts, { recursive: true, force: true })
mkdirSync(fonts, { recursive: true })
const atkinson = '@expo-google-fonts/atkinson-hyperlegible-next'
const font = (...path) => readFileSync(join(here, 'node_modules', ...path))
const faces = [['400Regular', 'regular'], ['400Regular_Italic', 'italic'], ['700Bold', 'bold'], ['700Bold_Italic', 'bold-italic']]
for (const [face, name] of faces) {
  writeFileSync(join(fonts, `1-atkinson-${name}.ttf`), font(atkinson, face, `AtkinsonHyperlegibleNext_${face}.ttf`))
}
writeFileSync(join(fonts, '2-dejavu-regular.ttf'), font('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'))
writeFileSync(join(fonts, '2-dejavu-bold.ttf'), font('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf'))
writeFileSync(join(fonts, '3-unifontex.ttf'), trueType(font('@fontsource/unifontex/files/unifontex-latin-400-normal.woff')))
console.log('Fonts of letters: assets/fonts')

console.log(`CSS and JavaScript of a page: ${weight} bytes gzipped, of at most ${budget}`)
if (weight > budget) {
  console.error('That is over the budget.')
  process.exit(1)
}
