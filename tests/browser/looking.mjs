/*
 * What runs in a page to see what a visitor sees: its words, what is in sight at once, and how it is ordered.
 */

/** Open whatever a visitor could open, the block with which a credential is shared, too. */
export async function openEverything(page, menusToo) {
  await page.evaluate(openAll, menusToo);
  const share = page.locator('button[name=share]:visible');
  if(await share.count()) {
    await share.click();
    await page.locator('#share:visible').waitFor();
    await page.evaluate(openAll, menusToo);
  }
}

/** Runs in the page: opens whatever a visitor could open, menus over the page only if asked to. */
function openAll(menusToo) {
  document.querySelectorAll('details').forEach(one => {
    one.open = true;
  });
  if(menusToo) {
    document.querySelectorAll('[popover]:not(:popover-open)').forEach(one => {
      if(document.querySelector(`[popovertarget="${one.id}"]`)?.checkVisibility()) {
        one.showPopover();
      }
    });
  }
}

/** Runs in the page: its words, which of `wanted` are to be seen before anything is scrolled, and what is in disorder. */
export function look(wanted) {
  const inFirstView = range => {
    const boxes = [...range.getClientRects()].filter(box => box.width && box.height);
    return boxes.length > 0 && boxes.every(box => {
      const inside = box.left >= 0 && box.right <= innerWidth && box.top >= 0 && box.bottom <= innerHeight;
      const top = inside && document.elementFromPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2);
      return top && (top.contains(range.startContainer) || range.startContainer.parentElement.contains(top));
    });
  };
  const texts = within => {
    const walker = document.createTreeWalker(within, NodeFilter.SHOW_TEXT);
    const found = [];
    for(let node = walker.nextNode(); node; node = walker.nextNode()) {
      found.push(node);
    }
    return found;
  };
  const says = (element, words) => element.textContent.replaceAll('\u00a0', ' ').indexOf(words);
  const isInFirstView = words => [...document.body.querySelectorAll('*')].some(element => {
    const at = says(element, words);
    if(at < 0 || [...element.children].some(child => says(child, words) >= 0)) {
      return false;
    }
    const range = document.createRange();
    let passed = 0;
    for(const node of texts(element)) {
      const [start, end] = [at - passed, at + words.length - passed];
      if(start >= 0 && start < node.length) {
        range.setStart(node, start);
      }
      if(end > 0 && end <= node.length) {
        range.setEnd(node, end);
      }
      passed += node.length;
    }
    return inFirstView(range);
  });

  /** Headings whose level is more than one below that of the heading before. */
  const skipped = () => {
    const headings = [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].filter(one => one.checkVisibility());
    return headings.flatMap((heading, index) => {
      const before = index ? Number(headings[index - 1].tagName[1]) : 0;
      const level = Number(heading.tagName[1]);
      return level > before + 1 ? [`a heading of level ${level} after one of ${before}: ${heading.innerText}`] : [];
    });
  };

  /** Texts that stand wholly above the text before them and not in a column further on: read later, seen earlier. */
  const jumbled = () => {
    const forward = document.dir === 'rtl' ? -1 : 1;
    const boxes = texts(document.body).flatMap(node => {
      const holder = node.parentElement;
      const isShown = node.data.trim() && holder.checkVisibility({opacityProperty: true, visibilityProperty: true});
      if(!isShown || holder.closest('svg, noscript, :popover-open')) {
        return [];
      }
      const range = document.createRange();
      range.selectNodeContents(node);
      const box = range.getBoundingClientRect();
      const isOffScreen = isLayer(holder) || box.width < 2 || box.bottom + scrollY < 0 || box.right < 0;
      // a number may stand over what it counts: the two are one thing
      const of = holder.closest('dl > div');
      return isOffScreen || isClipped(holder) ? [] : [{box, of, words: node.data.trim().slice(0, 60)}];
    });
    return boxes.slice(1).flatMap(({box, of, words}, index) => {
      const before = boxes[index].box;
      if(of && of === boxes[index].of) {
        return [];
      }
      const isAbove = box.bottom <= before.top + 1;
      const isFurtherOn = forward > 0 ? box.left >= before.right - 1 : box.right <= before.left + 1;
      return isAbove && !isFurtherOn ? [`"${words}" stands above "${boxes[index].words}", and is read after it`] : [];
    });
  };
  /** Whether an element, or what it is in, lies over the page instead of standing in it. */
  const isLayer = element => element && element !== document.body &&
    (['absolute', 'fixed'].includes(getComputedStyle(element).position) || isLayer(element.parentElement));
  const isClipped = element => {
    const {clipPath, clip, position} = getComputedStyle(element);
    return clipPath !== 'none' || (clip !== 'auto' && position === 'absolute');
  };

  /** Texts cut off by the box they are in, which is none that scrolls or that ends in three dots on purpose. */
  const cutOff = () => [...document.body.querySelectorAll('*')].flatMap(element => {
    const {overflowX, textOverflow} = getComputedStyle(element);
    const isHiding = ['hidden', 'clip'].includes(overflowX) && textOverflow !== 'ellipsis' && element.clientWidth > 2;
    const isCut = isHiding && element.innerText?.trim() && element.scrollWidth > element.clientWidth + 1;
    return isCut && element.checkVisibility() && !isClipped(element) ?
      [`cut off: ${element.innerText.trim().slice(0, 60)}`] : [];
  });

  /** Texts that run the other way than the page and are not kept apart from what stands beside them on the line. */
  const mingled = () => {
    const backward = document.dir === 'rtl' ? /[A-Za-z]{2}/ : /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;
    const isInline = element => getComputedStyle(element).display.startsWith('inline');
    return texts(document.body).flatMap(node => {
      let block = node.parentElement;
      while(isInline(block) && block.parentElement) {
        block = block.parentElement;
      }
      const apart = node.parentElement.closest('bdi, [dir], textarea, pre, code, noscript, script, select');
      const isMingled = backward.test(node.data) && block.textContent.trim() !== node.data.trim();
      return isMingled && (!apart || apart === document.documentElement) && node.parentElement.checkVisibility() ?
        [`${node.data.trim().slice(0, 60)} in ${block.textContent.trim().replace(/\s+/g, ' ').slice(0, 80)}`] : [];
    });
  };

  /** Landmarks: each of these exactly once, and no more than one of a kind without a name. */
  const landmarks = () => {
    const shown = selector => [...document.querySelectorAll(selector)].filter(one => one.checkVisibility());
    const counted = {main: shown('main').length, h1: shown('h1').length};
    const names = shown('nav').map(one => one.getAttribute('aria-label') ?? one.getAttribute('aria-labelledby') ?? '');
    return [
      ...Object.entries(counted).filter(([, number]) => number !== 1).map(([kind, number]) => `${number} of ${kind}`),
      ...names.filter((name, index) => names.indexOf(name) !== index).map(name => `two navigations "${name}"`)
    ];
  };

  /** Fields whose edge is hardly to be seen: success criterion 1.4.11 asks for a contrast of 3 to 1. */
  const faint = () => {
    const luminance = color => {
      const parts = color.match(/[\d.]+/g).slice(0, 3).map(one => Number(one) / 255);
      const [red, green, blue] = parts.map(one => one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4);
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const isClear = color => /, 0\)$|transparent/.test(color);
    const groundOf = element => {
      const color = getComputedStyle(element).backgroundColor;
      const below = element.parentElement;
      return isClear(color) ? below ? groundOf(below) : 'rgb(255, 255, 255)' : color;
    };
    const contrast = (one, other) => {
      const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
      return (light + 0.05) / (dark + 0.05);
    };
    // a choice from a list is known by its words and its arrow
    const fields = document.querySelectorAll('input:not([type=checkbox], [type=radio], [type=file]), textarea');
    return [...fields].filter(one => one.checkVisibility({opacityProperty: true})).flatMap(field => {
      const {borderBottomColor, borderBottomWidth} = getComputedStyle(field);
      const ground = groundOf(field.parentElement);
      const edge = parseFloat(borderBottomWidth) >= 1 ? contrast(borderBottomColor, ground) : 1;
      const best = Math.max(edge, contrast(groundOf(field), ground));
      return best < 3 ? [`a field with a contrast of ${best.toFixed(1)}: ${field.outerHTML.slice(0, 80)}`] : [];
    });
  };

  const headings = [...document.querySelectorAll('h1')];
  const background = getComputedStyle(document.body).backgroundColor;
  return {
    title: document.title,
    language: document.documentElement.lang,
    headings: headings.map(heading => heading.innerText.trim()),
    robots: document.querySelector('meta[name=robots]')?.content ?? '',
    text: document.body.innerText,
    main: document.querySelector('main')?.innerText ?? '',
    in_first_view: wanted.filter(isInFirstView),
    overflow: document.documentElement.scrollWidth - innerWidth,
    background,
    ran: globalThis.ran ?? [],
    mingled: mingled(),
    disorder: [...skipped(), ...landmarks(), ...jumbled(), ...cutOff(), ...faint()],
  };
}
