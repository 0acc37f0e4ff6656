// A form that may be sent once only: a second press while the answer is on its way would spend nothing and
// show "already used" to the very person who was let in.
for (const form of document.querySelectorAll('form[data-once]')) {
  let sent = false;
  form.addEventListener('submit', (event) => {
    if (sent) event.preventDefault();
    sent = true;
    form.setAttribute('aria-busy', 'true');
  });
}
// Back from the next page, the form is usable again.
window.addEventListener('pageshow', (event) => {
  if (event.persisted) window.location.reload();
});
