// The element of a kind with an accessible name, as a person would look for it. Arguments: kind, name, exact.
const kinds = {
  button: 'button, [role=button], input[type=submit]',
  link: 'a[href], [role=link]',
  field: 'input:not([type=hidden]), select, textarea, [role=spinbutton], [role=slider], [role=combobox], [role=textbox], [role=checkbox], [role=switch], [role=radio]',
  tab: '[role=tab]',
  item: '[role=menuitem], [role=option], [role=menuitemcheckbox], [role=menuitemradio]',
  any: 'button, [role=button], a[href], [role=link], [role=tab], [role=menuitem], [role=option], summary, input, select, textarea',
};
const [kind, name] = arguments;
const plain = (text) => (text ?? '').replace(/[\s  ]+/g, ' ').trim();
function nameOf(element) {
  const label = element.getAttribute('aria-label');
  if (label) return plain(label);
  const ids = element.getAttribute('aria-labelledby');
  if (ids) {
    const words = ids.split(/\s+/).map((id) => document.getElementById(id)?.textContent ?? '').join(' ');
    if (plain(words)) return plain(words);
  }
  if (element.labels?.length) return plain([...element.labels].map((l) => ownText(l, element)).join(' '));
  return plain(element.textContent) || plain(element.getAttribute('title')) || plain(element.getAttribute('placeholder'));
}
// The words of a label without those of the control inside it.
function ownText(label, control) {
  let words = '';
  for (const node of label.childNodes) {
    if (node === control) continue;
    words += node.nodeType === Node.ELEMENT_NODE && node.contains(control) ? ownText(node, control) : node.textContent;
  }
  return words;
}
const visible = (element) => element.getClientRects().length > 0 && getComputedStyle(element).visibility !== 'hidden';
const dialogs = [...document.querySelectorAll('[role=dialog], [role=alertdialog], dialog[open]')].filter(visible);
const scope = dialogs.length ? dialogs[dialogs.length - 1] : document;
const look = (within) => [...within.querySelectorAll(kinds[kind])].filter(visible);
const wanted = plain(name);
for (const within of scope === document ? [document] : [scope, document]) {
  const all = look(within);
  const found = all.find((e) => nameOf(e) === wanted) ?? all.find((e) => nameOf(e).startsWith(wanted));
  if (found) return found;
}
return { names: look(scope).map(nameOf).filter(Boolean).slice(0, 60) };
