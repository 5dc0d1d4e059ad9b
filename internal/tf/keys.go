package tf

import (
	"fmt"
	"regexp"
)

var roleKey = regexp.MustCompile(`^org:[a-z0-9_]+$`)

// RoleKey demands the key of an organization role. Instances from before 2024 have two
// whose keys have no prefix.
func RoleKey() Check {
	return Check{"the key of a role", func(s string) string {
		if !roleKey.MatchString(s) && s != "admin" && s != "basic_member" {
			return fmt.Sprintf("%q is not the key of a role: org: and lowercase letters, digits and underscores, as in org:editor.", s)
		}
		return ""
	}}
}
