// Says two minutes before the server ends an unused session, and lets it be kept with one tap.
// It asks the server nothing by itself: a page that asks would keep every session alive.
(function () {
  "use strict";
  var box = document.querySelector("[data-idle]");
  if (!box) return;
  var idle = Number(box.dataset.idle) * 1000, warn = Number(box.dataset.warn) * 1000;
  var form = box.querySelector("form"), end, timers = [];
  var others = window.BroadcastChannel ? new BroadcastChannel("in use") : null; // leaves no trace

  function over() { // nothing private stays on the screen
    document.documentElement.hidden = true;
    location.replace(box.dataset.over);
  }
  function look() {
    var left = end - Date.now();
    if (left <= 0) over();
    else box.hidden = left > warn;
  }
  function used() {
    end = Date.now() + idle;
    timers.forEach(clearTimeout);
    timers = [setTimeout(look, idle - warn), setTimeout(look, idle + 100)];
    look();
  }
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" })
      .then(function (answer) {
        if (answer.status !== 204) return over();
        used();
        if (others) others.postMessage("used");
      }, function () { form.submit(); });
  });
  if (others) others.onmessage = used;
  document.addEventListener("visibilitychange", look); // a phone that slept counts no time
  addEventListener("pageshow", look);
  used();
  if (others) others.postMessage("used");
})();
