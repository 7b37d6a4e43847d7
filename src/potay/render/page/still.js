// What a page without the network answers: its tables only. live.js, suppose.js and ask.js put
// their own in place of these where the readers may have the network.

potay.supposed = {};
["openNetwork", "refresh", "drawSupposed", "drawSupposedMarks", "drawAsk", "supposedBadge",
  "supposeBox", "supposeRoad", "supposedWord", "askButton"].forEach(function (name) {
  potay[name] = function () { return null; };
});
potay.isLive = potay.isSupposing = potay.isWithheld = function () { return false; };
