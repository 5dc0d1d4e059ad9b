package clerk

import (
	"net/http"
	"strings"
)

// common is the rate class of everything that has none of its own.
const common = ""

// class is the rate limit that a request counts against, beside the common one.
// Classes of one family belong to different objects under the same kind of
// limit: two of them throttled at once mean that the common limit is reached.
type class struct {
	family string // "users", say; empty for a class with no family
	key    string // unique to the class; common for the common class
}

// classOf is the class of a call, below the common one: Clerk allows 10 changes in 10
// seconds of one user, one organization or one membership, those of its metadata
// included, and so many invitations an hour at each of its endpoints.
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
