// Passkeys: asks the browser, puts the answer into the form and sends it. Without this file, or in
// a browser that knows no passkeys, the button stays hidden and everything else goes on working.
(function () {
  "use strict";
  var button = document.querySelector("[data-passkey]");
  if (!button || !window.PublicKeyCredential || !navigator.credentials) return;
  var form = button.form, failed = form.querySelector("[data-failed]");
  form.hidden = button.hidden = false;

  function bytes(text) {
    var plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, function (letter) { return letter.charCodeAt(0); });
  }
  function text(buffer) {
    if (!buffer) return undefined;
    var plain = String.fromCharCode.apply(null, new Uint8Array(buffer));
    return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }
  function withBytes(key) { return Object.assign({}, key, { id: bytes(key.id) }); }

  function readable(options) { // JSON knows no bytes
    var asked = Object.assign({}, options.publicKey);
    asked.challenge = bytes(asked.challenge);
    if (asked.user) asked.user = withBytes(asked.user);
    ["excludeCredentials", "allowCredentials"].forEach(function (name) {
      if (asked[name]) asked[name] = asked[name].map(withBytes);
    });
    return { publicKey: asked };
  }
  function sendable(key) {
    var answer = { clientDataJSON: text(key.response.clientDataJSON) };
    ["attestationObject", "authenticatorData", "signature", "userHandle"].forEach(function (name) {
      if (key.response[name]) answer[name] = text(key.response[name]);
    });
    return {
      id: key.id, rawId: text(key.rawId), type: key.type, response: answer,
      clientExtensionResults: key.getClientExtensionResults()
    };
  }
  async function options() {
    var here = document.getElementById("passkey-options");
    if (here) return JSON.parse(here.textContent);
    var answer = await fetch(button.dataset.options);
    if (!answer.ok) throw new Error("no options");
    return answer.json();
  }
  button.addEventListener("click", async function (event) {
    event.preventDefault();
    failed.hidden = true;
    try {
      var asked = readable(await options());
      var key = await navigator.credentials[button.dataset.passkey](asked);
      form.elements.credential.value = JSON.stringify(sendable(key));
      form.submit();
    } catch (error) { failed.hidden = false; }
  });
})();
