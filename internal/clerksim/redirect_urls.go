package clerksim

import "net/url"

type redirectURL struct {
	head
	URL string `json:"url"`
}

func redirectURLs() kind[redirectURL] {
	return kind[redirectURL]{
		object: "redirect_url", plural: "redirect_urls", idParam: "id", prefix: "ru",
		list: true, bare: true, get: true, delete: true,
		create: &shape{open: true, fields: map[string]rule{"url": text.need()}},
		keys:   map[string]func(redirectURL) []string{"url": func(u redirectURL) []string { return []string{u.URL} }},
		rules:  (*call).redirectURLRules,
	}
}

func (c *call) redirectURLRules(_ redirectURL, u *redirectURL) *failure {
	parsed, err := url.Parse(u.URL)
	if err != nil || parsed.Scheme == "" || parsed.Host == "" && parsed.Scheme == "https" || parsed.Scheme == "http" && !c.assume.yes("redirect_url_http") {
		return invalidFormat("url", "must be a full URL that begins with https:// or a custom scheme")
	}
	if c.assume.yes("redirect_urls_unique") {
		return claimed(c, "url", *u)
	}
	return nil
}
