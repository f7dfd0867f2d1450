// The reader's choice of light or dark, one for all pages of this site. Without a choice, or without scripts, pages
// are as the system has them. The button goes from one to the next; of its three texts, style sheets show the one
// that holds.
(() => {
  const ICONS =
    '<svg viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="9"/>' +
    '<path d="M12 3v18a9 9 0 0 0 0-18z" fill="currentColor"/></svg>' +
    '<svg viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="4.5"/>' +
    '<path d="M12 2v2m0 16v2M2 12h2m16 0h2M5 5l1.4 1.4m11.2 11.2L19 19M5 19l1.4-1.4M17.6 6.4 19 5"/></svg>' +
    '<svg viewBox="0 0 24 24" aria-hidden="true">' +
    '<path d="M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z"/></svg>';
  const ORDER = ["system", "light", "dark"];
  const root = document.documentElement;
  const key = `${new URL("..", document.currentScript.src).pathname} scheme`;
  const kept = () => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null; // a browser that keeps nothing
    }
  };
  const hold = scheme => {
    if (scheme === "light" || scheme === "dark") root.dataset.scheme = scheme;
    else delete root.dataset.scheme;
  };
  const held = () => ORDER.indexOf(root.dataset.scheme ?? "system");

  hold(kept());
  addEventListener("storage", event => event.key === key && hold(event.newValue));
  document.addEventListener("DOMContentLoaded", () => {
    const button = document.getElementById("scheme");
    if (!button) return;
    const texts = [...button.querySelectorAll("span")];
    button.insertAdjacentHTML("afterbegin", ICONS);
    button.addEventListener("pointerenter", () => {
      button.title = texts[held()].textContent;
    });
    button.addEventListener("click", () => {
      const next = ORDER[(held() + 1) % ORDER.length];
      hold(next);
      button.title = texts[held()].textContent;
      try {
        localStorage.setItem(key, next);
      } catch {
        // it holds for this page
      }
    });
    button.hidden = false;
  });
})();
