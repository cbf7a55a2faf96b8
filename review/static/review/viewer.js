/* The page behind the entry: zoomed, turned and moved by keys; and the strip with the crop, turned with it. */
"use strict";

window.uketsuke = window.uketsuke || {};

(() => {
  const ZOOMS = [1, 1.7, 2.6, 0]; // of the pane's width; 0: the whole page
  const STEP = 90; // pixels that one press of a key moves the page

  /** The viewer below `root`, ready for use; null where there is none. */
  uketsuke.viewer = (root) => {
    const viewer = root.querySelector("[data-viewer]");
    if (!viewer) return null;
    const pane = viewer.querySelector("[data-pane]");
    const turned = viewer.querySelector("[data-turned]");
    const page = viewer.querySelector("[data-page]");
    const image = page.querySelector("img");
    const strip = root.querySelector("[data-strip] .pic");
    let zoom = 0;
    let angle = 0;

    const ratio = () => {
      const width = image.naturalWidth || Number(image.getAttribute("width")) || 1;
      return (image.naturalHeight || Number(image.getAttribute("height")) || width * 1.414) / width;
    };
    const draw = () => {
      const across = angle % 180 !== 0;
      const tall = across ? 1 / ratio() : ratio(); // height of what is seen, for a width of 1
      const fit = Math.min(pane.clientWidth, (pane.clientHeight - 2) / tall);
      const seen = ZOOMS[zoom] ? pane.clientWidth * ZOOMS[zoom] : fit;
      const width = across ? seen * tall : seen;
      const height = width * ratio();
      const moves = { 0: "", 90: `translate(${height}px, 0) `, 180: `translate(${width}px, ${height}px) `, 270: `translate(0, ${width}px) ` };
      page.style.width = `${width}px`;
      page.style.transformOrigin = "0 0";
      page.style.transform = `${moves[angle]}rotate(${angle}deg)`;
      turned.style.width = `${seen}px`;
      turned.style.height = `${seen * tall}px`;
      centre();
      if (strip) {
        const box = strip.getBoundingClientRect();
        const shrink = across && box.width ? Math.min(1, strip.offsetHeight / strip.offsetWidth) : 1;
        strip.style.transform = angle ? `rotate(${angle}deg) scale(${shrink})` : "";
      }
    };
    const centre = () => {
      const mark = viewer.querySelector("[data-mark]");
      if (!mark) return;
      const box = mark.getBoundingClientRect();
      const frame = pane.getBoundingClientRect();
      pane.scrollTop += box.top + box.height / 2 - frame.top - frame.height / 2;
      pane.scrollLeft += box.left + box.width / 2 - frame.left - frame.width / 2;
    };
    /* What stands behind a picture until it is there would show beside the turned one. */
    const loaded = () => {
      const waits = strip && strip.closest("[data-wait]");
      const crop = strip && strip.querySelector("img");
      if (waits && crop && crop.complete) waits.removeAttribute("data-wait");
    };
    const api = {
      draw,
      zoom(way = 1) {
        zoom = (zoom + way + ZOOMS.length) % ZOOMS.length;
        if (ZOOMS[zoom] > 1 && image.dataset.full) { image.src = image.dataset.full; delete image.dataset.full; } // sharper
        draw();
      },
      turn(way = 1) { loaded(); angle = (angle + way * 90 + 360) % 360; draw(); },
      pan(x, y) { pane.scrollBy({ left: x * STEP, top: y * STEP }); },
      leaf(way) { pane.scrollBy({ top: way * pane.clientHeight * 0.8 }); },
    };
    viewer.querySelector("[data-zoom]").addEventListener("click", () => api.zoom());
    viewer.querySelector("[data-turn]").addEventListener("click", () => api.turn());
    image.addEventListener("load", draw);
    draw();
    return api;
  };
})();
