// The reader's choice of light or dark, one for all pages of this site. Without a choice, or without scripts, pages
// are as the system has them. The button goes from one to the next, and says which holds.
(() => {
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
  hold(kept());

  document.addEventListener("DOMContentLoaded", () => {
    const button = document.getElementById("scheme");
    if (!button) return;
    const order = ["system", "light", "dark"];
    const now = () => root.dataset.scheme ?? "system";
    const say = () => {
      const words = button.dataset[now()];
      button.querySelector("span").textContent = words;
      button.title = words;
    };
    button.addEventListener("click", () => {
      const next = order[(order.indexOf(now()) + 1) % order.length];
      hold(next);
      say();
      try {
        localStorage.setItem(key, next);
      } catch {
        // it holds for this page
      }
    });
    addEventListener("storage", event => {
      if (event.key !== key) return;
      hold(event.newValue);
      say();
    });
    say();
    button.hidden = false;
  });
})();
