package clerksim_test

import (
	"net/http"
	"strings"
	"testing"
)

func TestAnInstanceHasOneSvixAppOrNone(t *testing.T) {
	t.Parallel()
	i := start(t)
	for range 2 {
		i.call("POST /webhooks/svix_url", "").refused(http.StatusBadRequest, "svix_app_missing")
		i.call("DELETE /webhooks/svix", "").refused(http.StatusBadRequest, "svix_app_missing")
		urls := map[string]bool{i.call("POST /webhooks/svix", "").ok().json("svix_url"): true}
		i.call("POST /webhooks/svix", "").refused(http.StatusBadRequest, "svix_app_exists")
		for range 2 { // each is a new one
			urls[i.call("POST /webhooks/svix_url", "").ok().json("svix_url")] = true
		}
		if len(urls) != 3 {
			t.Errorf("the URLs are %v", urls)
		}
		for url := range urls {
			if !strings.HasPrefix(url, `"https://`) {
				t.Errorf("a URL is %s", url)
			}
		}
		if a := i.call("DELETE /webhooks/svix", ""); a.status != http.StatusNoContent || a.body != "" {
			t.Errorf("%d %s", a.status, a.body)
		}
	}
}
