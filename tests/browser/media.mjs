/*
 * A page on paper, in colours that its visitor has forced on it, for somebody who wants nothing to move, and with the
 * spacing of text that WCAG 2.2 asks to allow for in success criterion 1.4.12.
 */

/** By way of showing it, what is wrong with the page there; the page is left as it was. */
export async function inOtherMedia(page) {
  const wrong = {};
  wrong.moving = await page.evaluate(moving);
  await page.emulateMedia({media: 'print'});
  wrong.print = await page.evaluate(onPaper);
  await page.emulateMedia({media: null, forcedColors: 'active'});
  wrong['forced colours'] = await page.evaluate(inForcedColours);
  await page.emulateMedia({forcedColors: null});
  wrong.spacing = await page.evaluate(spaced);
  return wrong;
}

/** Runs in the page, whose visitor wants less motion: what moves all the same. */
function moving() {
  const seconds = value => Math.max(...value.split(',').map(one => parseFloat(one) * (one.trim().endsWith('ms') ? 0.001 : 1)));
  const isMotion = property => !/color|shadow|opacity|outline|fill|stroke|visibility/.test(property);
  const found = [];
  for(const element of [document.documentElement, ...document.body.querySelectorAll('*')]) {
    const {animationName, animationDuration, animationTimingFunction} = getComputedStyle(element);
    const {transitionDuration, transitionProperty, scrollBehavior} = getComputedStyle(element);
    const name = `${element.tagName.toLowerCase()}.${element.className?.baseVal ?? element.className}`;
    // what changes in one step is not in motion
    if(animationName !== 'none' && seconds(animationDuration) > 0.01 && !animationTimingFunction.startsWith('step')) {
      found.push(`${name} is animated: ${animationName}`);
    }
    // colours may fade: nothing moves
    const moves = transitionProperty.split(', ').filter(isMotion);
    if(moves.length && seconds(transitionDuration) > 0.01) {
      found.push(`${name} glides: ${moves.join(', ')}`);
    }
    if(scrollBehavior === 'smooth') {
      found.push(`${name} scrolls smoothly`);
    }
  }
  return [...new Set(found)];
}

/** Runs in the page, laid out for a printer: what is of no use on paper, and what would not be legible. */
function onPaper() {
  const shown = one => one.checkVisibility({opacityProperty: true, visibilityProperty: true});
  const useless = 'button, input, select, textarea, nav, dialog, summary, .cf-skip, [role=search]';
  const controls = [...document.querySelectorAll(useless)].filter(shown);
  const found = controls.map(one => `on paper: ${(one.innerText || one.outerHTML).trim().slice(0, 60)}`);
  // how light something is, from 0 to 1; what is transparent lets the paper through
  const lightness = color => {
    const [red, green, blue, alpha = 1] = color.match(/[\d.]+/g).map(Number);
    return 1 - alpha + alpha * (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255;
  };
  if(lightness(getComputedStyle(document.body).backgroundColor) < 0.99) {
    found.push(`the paper is not white: ${getComputedStyle(document.body).backgroundColor}`);
  }
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for(let node = walker.nextNode(); node; node = walker.nextNode()) {
    const holder = node.parentElement;
    if(!node.data.trim() || !shown(holder) || holder.closest('svg')) {
      continue;
    }
    let ground = 1;
    for(let around = holder; around; around = around.parentElement) {
      const color = getComputedStyle(around).backgroundColor;
      if(!/, 0\)$|transparent/.test(color)) {
        ground = lightness(color);
        break;
      }
    }
    if(Math.abs(ground - lightness(getComputedStyle(holder).color)) < 0.4) {
      found.push(`hardly legible on paper: ${node.data.trim().slice(0, 60)}`);
    }
  }
  return [...new Set(found)];
}

/** Runs in the page: elements that keep colours of their own without being pictures, and buttons without an edge. */
function inForcedColours() {
  const pictures = 'img, img *, svg, svg *, canvas, picture, [role=img], [role=img] *';
  const found = [];
  for(const element of document.body.querySelectorAll('*')) {
    if(!element.checkVisibility()) {
      continue;
    }
    const {forcedColorAdjust, borderTopStyle, borderBottomStyle, outlineStyle, textDecorationLine} = getComputedStyle(element);
    if(forcedColorAdjust === 'none' && !element.matches(pictures) && !element.querySelector('img, svg, canvas')) {
      found.push(`keeps its own colours: ${element.outerHTML.slice(0, 80)}`);
    }
    const edges = [borderTopStyle, borderBottomStyle, outlineStyle, textDecorationLine];
    if(element.matches('button') && edges.every(one => one === 'none') && !element.querySelector('svg, img')) {
      found.push(`nothing shows that it is a button: ${element.innerText.trim().slice(0, 60)}`);
    }
  }
  return found;
}

/** Runs in the page: what goes wrong when its visitor spaces text more widely. */
function spaced() {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
    p { margin-bottom: 2em !important }`);
  document.adoptedStyleSheets.push(sheet);
  const found = [];
  const wider = document.documentElement.scrollWidth - innerWidth;
  if(wider > 0) {
    found.push(`${wider} px wider than the window`);
  }
  for(const element of document.body.querySelectorAll('*')) {
    const {overflowX, overflowY, textOverflow, clipPath, clip} = getComputedStyle(element);
    const isHiding = [overflowX, overflowY].some(one => ['hidden', 'clip'].includes(one)) && textOverflow !== 'ellipsis';
    const isForScreenReaders = clipPath !== 'none' || clip !== 'auto' || element.clientWidth < 3;
    const isCut = element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1;
    if(isHiding && isCut && !isForScreenReaders && element.innerText?.trim() && element.checkVisibility()) {
      found.push(`cut off: ${element.innerText.trim().slice(0, 60)}`);
    }
  }
  document.adoptedStyleSheets.pop();
  return found;
}
