// "Leave this site": an enhancement of a plain link, which works without this file.
// It stands in <head> and blocks, so that the guard acts before anything is shown.
(function () {
  "use strict";
  var away = "/leave/", key = "left", root = document.documentElement;
  var fresh = document.currentScript.hasAttribute("data-fresh");

  function left(value) { // whether this tab has left; storage may be switched off
    try {
      if (value) sessionStorage.clear(); // htmx keeps the address of the page that was open
      if (value) sessionStorage.setItem(key, value);
      if (value === "") sessionStorage.removeItem(key);
      return sessionStorage.getItem(key);
    } catch (error) { return null; }
  }
  function again() { root.hidden = true; location.replace(away); }

  // Back, after leaving: go on leaving. Typing the address again starts anew.
  var entry = performance.getEntriesByType("navigation")[0];
  if (left() && entry && entry.type === "back_forward") again();
  else left("");
  addEventListener("pageshow", function (event) {
    if (!event.persisted) return;
    if (left()) again();
    else if (fresh) { root.hidden = true; location.reload(); } // a private page is asked for anew
  });

  function go(link) {
    var cover = document.createElement("div");
    left("1");
    for (var i = 0; i < document.body.children.length; i++) document.body.children[i].hidden = true;
    root.classList.add("leaving");
    cover.className = "leave-cover";
    cover.setAttribute("role", "alert");
    cover.textContent = document.title = link.dataset.gone;
    document.body.append(cover);
    location.replace(away); // ends the session and leads on
    setTimeout(function () { // a slow server keeps nobody here
      navigator.sendBeacon(away);
      location.replace(link.dataset.fallback);
    }, 3000);
  }

  document.addEventListener("DOMContentLoaded", function () {
    var link = document.querySelector("a.leave"), status = document.getElementById("leave-status");
    var presses = 0, alone = false, timer, dots;
    if (!link) return;
    function show(count) {
      presses = count;
      if (dots) dots.remove();
      status.textContent = count ? link.dataset[count === 1 ? "two" : "one"] : "";
      if (!count) return;
      dots = document.createElement("span");
      dots.className = "leave__dots";
      dots.setAttribute("aria-hidden", "true");
      for (var i = 0; i < 3; i++) dots.append(document.createElement("i"));
      for (i = 0; i < count; i++) dots.children[i].className = "on";
      link.append(dots);
    }
    document.addEventListener("click", function (event) {
      if (event.target.closest('a[href="' + away + '"]')) { event.preventDefault(); go(link); }
    });
    addEventListener("keydown", function (event) { // Shift with a letter is typing, not leaving
      alone = event.key === "Shift" && (alone || !event.repeat);
      if (!alone && presses) show(0);
    }, true);
    addEventListener("keyup", function (event) {
      if (event.key !== "Shift" || !alone) return;
      alone = false;
      clearTimeout(timer);
      if (presses === 2) { go(link); return; }
      show(presses + 1);
      timer = setTimeout(function () { show(0); }, 5000);
    }, true);
  });
})();
