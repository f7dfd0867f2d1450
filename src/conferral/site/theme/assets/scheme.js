// The reader's choice of light or dark in the catalogue holds on credential pages, too. Without a choice, or
// without scripts, the system's preference does.
(() => {
  try {
    const top = new URL("..", document.currentScript.src).pathname;
    const chosen = JSON.parse(localStorage.getItem(`${top}.__palette`));
    const media = chosen.color.media;
    if (media !== "(prefers-color-scheme)") document.documentElement.dataset.scheme = chosen.color.scheme;
  } catch {
    // nothing was chosen
  }
})();
