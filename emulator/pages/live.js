// Buttons and forms with data-call change the world. Parts with data-live are refreshed every two seconds.

const everyMs = 2000
const toast = document.querySelector('#toast')

function say(words, isBad) {
  toast.textContent = words
  toast.className = isBad ? 'shown bad' : 'shown'
  clearTimeout(say.timer)
  say.timer = setTimeout(() => {
    toast.className = ''
  }, 6000)
}

async function call(name, input, method = 'POST') {
  const response = await fetch(`/world/api/${name}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(method === 'POST' ? { body: JSON.stringify(input) } : {}),
  })
  const answer = await response.json()
  say(response.ok ? answer.done : `Failed: ${answer.message}`, !response.ok)
  await refresh(true)
}

const read = {
  number: Number,
  boolean: (text) => text === 'true',
  json: (text) => JSON.parse(text),
}

/** Fields that are left empty are not sent. */
function fieldsOf(form) {
  const input = {}
  for (const field of form.elements) {
    if (!field.name || field.value === '') continue
    const value = field.type === 'checkbox' ? field.checked : (read[field.dataset.as] ?? String)(field.value)
    if (field.dataset.as === 'json' && field.name === '*') Object.assign(input, value)
    else input[field.name] = value
  }
  return input
}

function start(element, fields = {}) {
  const { call: name, input, method, ask } = element.dataset
  if (ask && !confirm(ask)) return
  call(name, { ...JSON.parse(input ?? '{}'), ...fields }, method).catch(() =>
    say("The emulator isn't responding.", true),
  )
}

document.addEventListener('click', (event) => {
  const button = event.target.closest('button[data-call]')
  if (button) start(button)
})

document.addEventListener('submit', (event) => {
  const form = event.target.closest('form[data-call]')
  if (!form) return
  event.preventDefault()
  start(form, fieldsOf(form))
})

document.addEventListener('change', (event) => {
  if (event.target.matches('select[data-go]')) event.target.form.submit()
})

/** A field in use must not be replaced. */
const isBusy = (part) =>
  part.contains(document.activeElement) && document.activeElement.matches('input, select')

const seen = new Map()

function replace(part, fresh) {
  const opened = [...part.querySelectorAll('details[id]')].map(({ id, open }) => [id, open])
  const focused = part.contains(document.activeElement) ? document.activeElement.dataset.key : undefined
  part.innerHTML = fresh
  for (const [id, open] of opened) document.getElementById(id)?.toggleAttribute('open', open)
  if (focused) part.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus()
}

async function refresh(isAsked) {
  const response = await fetch(location.href)
  const page = new DOMParser().parseFromString(await response.text(), 'text/html')
  for (const part of document.querySelectorAll('[data-live][id]')) {
    const fresh = page.getElementById(part.id)?.innerHTML
    if (fresh === undefined || fresh === seen.get(part.id) || (isBusy(part) && !isAsked)) continue
    seen.set(part.id, fresh)
    replace(part, fresh)
  }
  document.body.classList.remove('offline')
}

setInterval(() => {
  if (document.hidden) return
  refresh(false).catch(() => document.body.classList.add('offline'))
}, everyMs)
