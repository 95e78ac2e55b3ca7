// On the search page: begins with the query in the address while the rest of the page is still on its way.

import { createSearch } from "./search/index.js";

const query = new URLSearchParams(location.search).get("q");
if (query) createSearch(new URL("../../search/", import.meta.url).href).warm(query);
