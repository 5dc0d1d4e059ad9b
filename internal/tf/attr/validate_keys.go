package attr

import (
	"fmt"
	"regexp"
)

var (
	roleKey       = regexp.MustCompile(`^org:[a-z0-9_]+$`)
	roleSetKey    = regexp.MustCompile(`^role_set:[a-z0-9_]+$`)
	permissionKey = regexp.MustCompile(`^org:[a-z0-9_]+:[a-z0-9_]+$`)
)

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

// RoleSetKey demands the key of a role set.
func RoleSetKey() Check {
	return Check{"the key of a role set", func(s string) string {
		if !roleSetKey.MatchString(s) {
			return fmt.Sprintf("%q is not the key of a role set: role_set: and lowercase letters, digits and underscores, as in role_set:partners.", s)
		}
		return ""
	}}
}

// PermissionKey demands the key of an organization permission, also of a system
// permission.
func PermissionKey() Check {
	return Check{"the key of a permission", func(s string) string {
		if !permissionKey.MatchString(s) {
			return fmt.Sprintf("%q is not the key of a permission: org:, a feature, a colon and an action, in lowercase letters, digits and underscores, as in org:reports:read.", s)
		}
		return ""
	}}
}
