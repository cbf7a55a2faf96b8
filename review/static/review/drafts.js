/* Nothing typed is ever lost: what stands in a task's inputs is left with the server, under the person and the task.
   The page's ticket allows that also after the session ran out. Nothing is kept in the browser. */
"use strict";

window.uketsuke = window.uketsuke || {};

(() => {
  const PAUSE = 350; // milliseconds after the last stroke
  let form = null;
  let timer = 0;
  let sent = "";

  const inputs = () => [...form.querySelectorAll("[data-typed]")];
  const typed = () => {
    const found = {};
    for (const input of inputs()) if (input.value !== (input.dataset.original || "")) found[input.name] = input.value;
    return found;
  };
  const leave = (ticket, where, texts) => {
    const body = new URLSearchParams({ ticket, typed: JSON.stringify(texts) });
    return fetch(where, { method: "POST", body, keepalive: true, credentials: "same-origin" }).catch(() => {});
  };
  const save = () => {
    clearTimeout(timer);
    if (!form || !form.dataset.ticket || !form.isConnected) return Promise.resolve();
    const texts = typed();
    const text = JSON.stringify(texts);
    if (text === sent) return Promise.resolve();
    sent = text;
    return leave(form.dataset.ticket, form.dataset.drafts, texts);
  };

  uketsuke.drafts = {
    /** Take care of a task's form; true where a draft was put back into it. */
    mount(next) {
      clearTimeout(timer);
      form = next;
      sent = form && form.dataset.draft ? "" : "{}";
      if (!form || !form.dataset.draft) return false;
      const draft = JSON.parse(form.dataset.draft);
      let restored = false;
      for (const input of inputs()) {
        if (draft[input.name] !== undefined && draft[input.name] !== input.value) {
          input.value = draft[input.name];
          restored = true;
        }
      }
      sent = JSON.stringify(typed());
      return restored;
    },
    save,
    /** The task is being decided: its draft is the server's to drop. */
    stop() { clearTimeout(timer); sent = null; form = null; },
    /** Leave what was sent with a decision that could not be taken. */
    leave,
    typed: () => (form ? typed() : {}),
  };

  document.addEventListener("input", (event) => {
    if (!form || !form.contains(event.target) || !("typed" in event.target.dataset)) return;
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  });
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") save(); });
  window.addEventListener("pagehide", () => save());
})();
