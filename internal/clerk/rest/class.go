package rest

import (
	"net/http"
	"strings"
)

// commonKey is the key of the rate class of all calls that have no class of their own.
const commonKey = ""

// class is the rate limit that a request counts against in addition to the common one. The classes of one family belong to
// different objects with the same kind of limit. If two of them are throttled at once, it is the common limit that was reached.
type class struct {
	family string // "users", say; empty for a class with no family
	key    string // unique to the class; commonKey for the common class
}

// classOf returns the class of a call. Clerk allows 10 changes in 10 seconds to one user, one organization or one membership,
// including its metadata, and limits the invitations per hour at each of the invitation endpoints.
func classOf(method string, path []string) class {
	last := len(path) - 1
	switch method {
	case http.MethodPost:
		if path[last] == "invitations" || last > 0 && path[last] == "bulk" && path[last-1] == "invitations" {
			return class{key: "POST /" + path[0] + "/" + path[last]}
		}
	case http.MethodPatch, http.MethodPut:
		object := path
		if path[last] == "metadata" {
			object = path[:last]
		}
		switch {
		case len(object) == 2 && (path[0] == "users" || path[0] == "organizations"):
			return class{family: path[0], key: strings.Join(object, "/")}
		case len(object) == 4 && object[2] == "memberships":
			return class{family: "memberships", key: strings.Join(object, "/")}
		}
	}
	return class{}
}
