// The pages under /data: one that waits asks how far the work is, and a form says it when a file is too large to send.
(function () {
  "use strict";
  var waiting = document.querySelector("[data-poll]");

  function ask() {
    fetch(waiting.dataset.poll, {headers: {"Accept": "application/json"}})
      .then(function (answer) { return answer.ok ? answer.json() : {done: true}; })
      .then(function (state) {
        if (state.done) return location.reload();
        waiting.textContent = state.told;
        setTimeout(ask, 1000);
      })
      .catch(function () { setTimeout(ask, 3000); });
  }
  if (waiting) setTimeout(ask, 700);

  function megabytes(bytes) { return Math.floor(bytes / 1048576) + " MB"; }

  document.querySelectorAll("form[data-largest]").forEach(function (form) {
    var told = form.querySelector("[data-too-large]");
    form.addEventListener("submit", function (event) {
      var files = Array.from(form.querySelector("input[type=file]").files);
      var large = files.find(function (file) { return file.size > Number(form.dataset.largest); });
      var total = files.reduce(function (sum, file) { return sum + file.size; }, 0);
      var words = "";
      if (large) {
        words = "Filen «" + large.name + "» fylder " + megabytes(large.size) + ". Højst " +
          megabytes(Number(form.dataset.largest)) + ". " + form.dataset.advice;
      } else if (total > Number(form.dataset.total)) {
        words = "Filerne fylder " + megabytes(total) + " i alt. Højst " + megabytes(Number(form.dataset.total)) + ".";
      }
      told.hidden = !words;
      told.textContent = words;
      if (words) event.preventDefault();
    });
  });
})();
