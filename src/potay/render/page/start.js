// Wake up: read the data blocks, then draw the answer, the map, and the rest while the reader reads.

(function () {
  potay.start = function (map) {
    potay.load();
    potay.prepareSigns();
    potay.makeMap(map);
    const answer = [potay.refresh, potay.drawHead, potay.drawSupposed, potay.drawChoices,
      potay.drawCounts, potay.drawChanges, potay.drawCorridors, potay.drawPeople, potay.drawNotes,
      potay.drawAsk, potay.drawTime, potay.drawKey]; // the last two share the map's room
    const chart = [potay.drawLayers, potay.drawLabels, potay.drawSupposedMarks];
    const below = [potay.drawLegend, potay.drawStrips, potay.drawTables, potay.drawFoot];
    potay.draws.push.apply(potay.draws, answer.concat(chart, below));
    draw(answer);
    potay.lookAtView();
    listen(map);
    potay.afterPaint(function () {
      draw(chart);
      potay.drawRelief();
      document.body.classList.add("charted");
      oneByOne(below, function () { document.body.classList.add("ready"); });
    });
  };

  function draw(draws) {
    draws.forEach(function (one) { one(); });
  }

  // Soon, but not before what stands in the page now is seen.
  potay.afterPaint = function (act) {
    requestAnimationFrame(function () { setTimeout(act, 0); });
  };

  // The rest in pieces, whenever the browser has nothing else to do; all of it before printing.
  function oneByOne(draws, done) {
    const left = draws.slice(), idle = window.requestIdleCallback ||
      function (act) { return setTimeout(act, 20); };
    const all = function () { while (left.length) left.shift()(); };
    window.addEventListener("beforeprint", all);
    idle(function next() {
      if (left.length) left.shift()();
      if (left.length) return idle(next, { timeout: 200 });
      window.removeEventListener("beforeprint", all);
      done();
    }, { timeout: 200 });
  }

  function listen(map) {
    const legend = potay.byId("legend");
    legend.open = window.innerWidth > 1500;
    potay.listenToMap();
    map.on("moveend", potay.drawLabels);
    window.addEventListener("resize", potay.fit);
    window.addEventListener("beforeprint", potay.fit);
    L.DomEvent.disableClickPropagation(legend);
    L.DomEvent.disableScrollPropagation(legend);
  }

  // The sheet fills what the head leaves of the window, so that answer and map are seen at once.
  potay.fit = function () {
    const top = document.querySelector(".sheet").offsetTop;
    document.documentElement.style.setProperty("--top", top + "px");
    potay.map.invalidateSize({ animate: false });
  };
})();
