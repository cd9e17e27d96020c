// Places the HTML of each [data-html] element before the page is painted: on the first load, on going back and
// forward, and when Dash changes the attribute. What is placed was escaped by the template that made it.
(function () {
  "use strict";
  var places = "[data-html]";

  function place(element) {
    var html = element.getAttribute("data-html");
    if (element.placedHtml !== html) {
      element.innerHTML = html;
      element.placedHtml = html;
    }
  }

  function placeWithin(node) {
    if (node.nodeType !== Node.ELEMENT_NODE) return;
    if (node.matches(places)) place(node);
    node.querySelectorAll(places).forEach(place);
  }

  // The id of the publication stands at the foot of each printed page (a margin box reads it from the root).
  function nameOnPaper() {
    var strip = document.querySelector("[data-paper]");
    if (strip) document.documentElement.style.setProperty("--udgivelse", JSON.stringify(strip.dataset.paper));
  }

  // A link to a part of a page arrives before the part does.
  var sought = decodeURIComponent(location.hash.slice(1));
  function goToPart() {
    var part = sought && document.getElementById(sought);
    if (part) {
      sought = "";
      requestAnimationFrame(function () { part.scrollIntoView(); });
    }
  }

  new MutationObserver(function (changes) {
    changes.forEach(function (change) {
      if (change.type === "attributes") place(change.target);
      else change.addedNodes.forEach(placeWithin);
    });
    nameOnPaper();
    goToPart();
  }).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-html"] });
})();
