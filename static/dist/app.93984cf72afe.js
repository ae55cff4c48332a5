// Small comforts for people who sign in. Every page works without it.
const $ = (selector, root = document) => root.querySelector(selector);

// The summary of errors is read out first.
const summary = $(".govuk-error-summary");
if (summary) {
  summary.tabIndex = -1;
  summary.focus();
}

// Error links land in the field, with its question in view.
document.addEventListener("click", (event) => {
  const link = event.target.closest(".govuk-error-summary a[href^='#']");
  const field = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (!field) return;
  event.preventDefault();
  (field.closest("fieldset, .govuk-form-group") || field).scrollIntoView();
  field.focus({ preventScroll: true });
});

// One press, one answer: a second submit within a second is a slip of the finger.
let last = -1000;
let changed = false;
document.addEventListener("submit", (event) => {
  if (event.target.method !== "post") return;
  if (event.timeStamp - last < 1000) event.preventDefault();
  last = event.timeStamp;
  changed = false;
});

// Leaving with typed, unsent text asks first.
document.addEventListener("input", (event) => {
  if (event.target.closest("form[data-warn]")) changed = true;
});
addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });

// Passwords can be looked at.
for (const box of document.querySelectorAll("[data-show]")) {
  const field = document.getElementById(box.getAttribute("aria-controls"));
  box.hidden = false;
  box.addEventListener("click", () => {
    const hide = field.type === "text";
    field.type = hide ? "password" : "text";
    box.setAttribute("aria-pressed", String(!hide));
  });
}

// Progress asks again, slower and slower, and rests while the page is hidden.
const poll = $("[data-poll]");
if (poll) {
  let wait = 2000;
  const ask = async () => {
    if (!document.hidden) {
      try {
        const answer = await fetch(poll.dataset.poll, { headers: { Accept: "text/html", "X-Fragment": "1" } });
        if (answer.redirected) return location.assign(answer.url);
        if (answer.ok) poll.innerHTML = await answer.text();
        if (answer.headers.get("X-Done")) return location.reload();
      } catch { /* no network now: ask again later */ }
      wait = Math.min(wait * 1.3, 20000);
    }
    setTimeout(ask, wait);
  };
  setTimeout(ask, wait);
}
