package clerksim

import "net/http"

// svixApp is the app by which the instance sends webhooks, of which there is one or none.
// The API does not show it; the state has it by the id of the instance.
type svixApp struct{ head }

func svixApps() kind[svixApp] {
	return kind[svixApp]{
		object: "svix_app", plural: "svix_apps", prefix: "app",
		more: []operation{
			{pattern: "POST /webhooks/svix", handle: (*call).createSvixApp, body: noBody},
			{pattern: "DELETE /webhooks/svix", handle: (*call).deleteSvixApp},
			{pattern: "POST /webhooks/svix_url", handle: (*call).createSvixURL, body: noBody},
		},
	}
}

type svixURL struct {
	URL string `json:"svix_url"`
}

// newSvixURL is a URL with which anybody can sign in to Svix's dashboard.
func (c *call) newSvixURL() svixURL {
	return svixURL{"https://app.svix.com/login#key=" + newID("login", c.now)}
}

func (c *call) svixApp() (svixApp, *failure) {
	if all := stored[svixApp](c).ordered; len(all) > 0 {
		return all[0], nil
	}
	const missing = "No Svix apps are associated with the current instance."
	return svixApp{}, fail(http.StatusBadRequest, "svix_app_missing", missing, missing)
}

func (c *call) createSvixApp() (any, *failure) {
	if _, f := c.svixApp(); f == nil {
		const exists = "A Svix app is already associated with the current instance."
		return nil, fail(http.StatusBadRequest, "svix_app_exists", exists, exists)
	}
	app := svixApps().begin(c)
	app.ID = c.instanceID
	stored[svixApp](c).store(c.now, app)
	return c.newSvixURL(), nil
}

func (c *call) deleteSvixApp() (any, *failure) {
	app, f := c.svixApp()
	if f != nil {
		return nil, f
	}
	stored[svixApp](c).discard(c.now, app.ident())
	return noContent{}, nil
}

func (c *call) createSvixURL() (any, *failure) {
	if _, f := c.svixApp(); f != nil {
		return nil, f
	}
	return c.newSvixURL(), nil
}
