// Entry point of the site's own scripts. Every part improves a page that already works without it.

import { keepStatusCurrent } from "./status.js";
import { copyLinksOnClick } from "./anchors.js";
import { highlightFromAddress } from "./highlight.js";
import { keepOffline } from "./keep-offline.js";
import { enhanceSearchBoxes } from "./search-box.js";
import { filterLibrary } from "./library-filter.js";
import { showPreviews } from "./previews.js";
import { showResultsPage } from "./search-page.js";
import { switchTerms } from "./term-switch.js";

keepStatusCurrent(document);
copyLinksOnClick(document);
highlightFromAddress(document);
enhanceSearchBoxes(document);
showResultsPage(document);
showPreviews(document);
filterLibrary(document);
switchTerms(document);
keepOffline(document);
