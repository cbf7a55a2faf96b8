/* Uploading: files may be dropped anywhere on the page; the bar shows how far the sending is. Without this script the
   form sends the same files the ordinary way. */
"use strict";

(() => {
  const form = document.querySelector("[data-upload]");
  if (!form) return;
  const input = form.querySelector("input[type=file]");
  const zone = form.querySelector("[data-zone]");
  const picked = form.querySelector("[data-picked]");
  const progress = form.querySelector("[data-progress]");
  const bar = progress.querySelector("progress");
  const words = progress.querySelector("[data-progress-text]");
  const button = document.getElementById("send");
  let sending = false;

  const size = (bytes) => (bytes < 1048576 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1048576).toFixed(1)} MB`);
  const list = () => {
    picked.replaceChildren(...[...input.files].map((file) => {
      const line = document.createElement("li");
      const name = document.createElement("span");
      name.textContent = file.name;
      const much = document.createElement("span");
      much.className = "num";
      much.textContent = size(file.size);
      line.append(name, much);
      return line;
    }));
    if (input.files.length) button.focus();
  };
  input.addEventListener("change", list);

  let depth = 0;
  document.addEventListener("dragenter", (event) => { event.preventDefault(); depth += 1; zone.classList.add("over"); });
  document.addEventListener("dragleave", () => { depth -= 1; if (depth <= 0) zone.classList.remove("over"); });
  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    depth = 0;
    zone.classList.remove("over");
    if (sending || !event.dataTransfer || !event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    list();
  });

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (sending || !input.files.length) return;
    sending = true;
    button.disabled = true;
    progress.hidden = false;
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", (at) => {
      if (!at.lengthComputable) return;
      bar.value = Math.round((100 * at.loaded) / at.total);
      words.textContent = at.loaded < at.total ? `${bar.value}%` : gettext("届いたファイルを調べています…");
    });
    const over = () => { sending = false; button.disabled = false; progress.hidden = true; bar.value = 0; words.textContent = ""; };
    request.addEventListener("load", () => {
      over();
      const page = new DOMParser().parseFromString(request.responseText, "text/html");
      const main = page.getElementById("main");
      const results = page.getElementById("results");
      if (!results || !main) { window.location.reload(); return; }
      for (const old of document.querySelectorAll("#refused")) old.remove();
      const refused = page.getElementById("refused");
      if (refused) form.before(refused);
      document.getElementById("results").innerHTML = results.innerHTML;
      const latest = page.getElementById("latest-title");
      if (latest) document.getElementById("latest-title").closest("section").innerHTML = latest.closest("section").innerHTML;
      if (!refused) { input.value = ""; list(); document.getElementById("results").focus(); }
    });
    request.addEventListener("error", () => {
      over();
      words.textContent = gettext("送れませんでした。ファイルが大きすぎるか、通信が切れました。");
      progress.hidden = false;
    });
    request.open("POST", window.location.href);
    request.send(new FormData(form));
  });
})();
