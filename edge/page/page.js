"use strict";

const POLL_MS = 1000;
const $ = (id) => document.getElementById(id);
const user = whoAmI();
let opensAt = null; // on the clock of performance.now()
let challenge = null;

/** A number that this browser keeps, so that the node counts its person once. */
function whoAmI() {
  try {
    const kept = Number(localStorage.getItem("user"));
    if (Number.isSafeInteger(kept) && kept > 0) return kept;
    const made = random();
    localStorage.setItem("user", String(made));
    return made;
  } catch {
    return random(); // storage is forbidden: a new person with every visit
  }
}

function random() {
  const [high, low] = crypto.getRandomValues(new Uint32Array(2));
  return (high & 0x1fffff) * 2 ** 32 + low;
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const jittered = (ms) => ms * (0.9 + 0.2 * Math.random());

async function ask(path, options) {
  const response = await fetch(path, options);
  const wait = 1000 * (Number(response.headers.get("Retry-After")) || 1);
  return { status: response.status, wait, body: await response.json().catch(() => ({})) };
}

const post = (path, body, headers = {}) =>
  ask(path, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers },
    body: JSON.stringify(body),
  });

/** Ask until the sale is open or over. */
async function watch() {
  for (;;) {
    const { status, body } = await ask(`/poll?user=${user}`).catch(() => ({ status: 0 }));
    if (status === 200) {
      if (body.sold_out) return finish("Sold out", "Everything is gone.");
      if (body.open) return open();
      opensAt = body.opens_in_ms > 0 ? performance.now() + body.opens_in_ms : null;
      $("status").textContent = opensAt === null ? "The sale is paused." : "";
    } else {
      $("status").textContent = "No connection, trying again …";
    }
    await pause(nextPoll());
  }
}

/** Every second or so, and just after the hour. */
function nextPoll() {
  const usual = jittered(POLL_MS);
  if (opensAt === null) return usual;
  const left = opensAt - performance.now();
  return left > 0 && left < usual ? left + 50 * Math.random() : usual;
}

function tick() {
  if (opensAt === null) return;
  const seconds = Math.max(0, Math.ceil((opensAt - performance.now()) / 1000));
  const two = (number) => String(number).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const minutes = two(Math.floor(seconds / 60) % 60);
  const text = `${hours ? `${two(hours)}:` : ""}${minutes}:${two(seconds % 60)}`;
  if ($("countdown").textContent !== text) $("countdown").textContent = text;
}

async function open() {
  opensAt = null;
  $("headline").textContent = "The sale is open";
  $("countdown").hidden = true;
  await newQuestion();
  $("fields").disabled = false;
  if (document.activeElement === document.body) $("code").focus();
}

async function newQuestion() {
  const { status, body } = await ask(`/code?user=${user}`).catch(() => ({ status: 0 }));
  if (status !== 200) {
    await pause(jittered(POLL_MS));
    return newQuestion();
  }
  challenge = body.challenge;
  $("question").textContent = `${body.question} =`;
  $("code").value = "";
  $("ask").hidden = false;
}

async function buy(event) {
  event.preventDefault();
  $("fields").disabled = true;
  $("status").textContent = "One moment …";
  const click = { user, challenge, code: $("code").value };
  await settle(() => post("/buy", click));
}

/** Send until there is an answer that stays. */
async function settle(send) {
  const { status, wait, body } = await send().catch(() => ({ status: 0, wait: 1000, body: {} }));
  if (status === 201) return finish("Got it!", `Your order: ${body.order}`);
  if (status === 410 || body.kind === "admission") return finish("Sold out", "Better luck next time.");
  if (body.kind === "code") return again("That was not the answer. Here is another one.");
  if (body.kind === "stopped" || body.kind === "closed") return pausedAgain();
  if (status >= 400 && status < 500 && status !== 429) return finish("Sorry", "This did not work.");
  $("status").textContent = "Many people are buying. Trying again …";
  await pause(jittered(wait));
  const ticket = body.ticket;
  return settle(ticket ? () => post("/orders", { user }, { "X-Ticket": ticket }) : send);
}

async function again(text) {
  $("status").textContent = text;
  await newQuestion();
  $("fields").disabled = false;
  $("code").focus();
}

function pausedAgain() {
  $("ask").hidden = true;
  $("countdown").hidden = false;
  $("countdown").textContent = "…";
  $("headline").textContent = "Opens in";
  return watch();
}

function finish(headline, text) {
  document.body.classList.add("done");
  $("headline").textContent = headline;
  $("status").textContent = text;
  document.title = `${headline} – Flash sale`;
}

$("form").addEventListener("submit", buy);
setInterval(tick, 100);
watch();
