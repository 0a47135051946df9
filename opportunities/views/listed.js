/* Brings lists of activities up to date. No cookie goes along, nothing is kept, all of it is text. */
(() => {
  "use strict";
  const home = new URL(document.currentScript.src).origin;

  const item = (one) => {
    const line = document.createElement("li");
    const link = document.createElement("a");
    link.href = new URL(one.address, home).href;
    link.rel = "noreferrer";
    link.lang = one.language;
    link.textContent = one.title;
    line.append(link, ...[one.when, one.where].filter(Boolean).map((words) => ", " + words));
    return line;
  };

  const renew = async (section) => {
    const address = new URL(section.dataset.listed, home);
    if (address.origin !== home) return;
    const asked = { credentials: "omit", referrerPolicy: "no-referrer", cache: "no-cache" };
    const answer = await fetch(address, asked);
    if (answer.status === 404) section.hidden = true;
    if (!answer.ok) return;
    const { activities, none } = await answer.json();
    const list = document.createElement("ul");
    list.append(...activities.map(item));
    if (!activities.length) list.append(Object.assign(document.createElement("li"), { textContent: none }));
    section.querySelector("ul").replaceWith(list);
  };

  /* What was copied stays as it is when this site cannot be asked. */
  document.querySelectorAll("[data-listed]").forEach((section) => renew(section).catch(() => {}));
})();
