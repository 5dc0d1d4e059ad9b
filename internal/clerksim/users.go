package clerksim

import (
	"net/http"
	"strings"
	"unicode/utf8"
)

// userFields are those that both creation and update take.
func userFields() map[string]rule {
	return map[string]rule{
		"external_id": text.orNull(), "first_name": text.orNull(), "last_name": text.orNull(),
		"locale": text.orNull().must(isLocale), "username": text.orNull().must(isUsername),
		"password": text.orNull(), "password_digest": text, "password_hasher": text.in(hashers...),
		"skip_password_checks": flag.orNull(), "skip_legal_checks": flag.orNull(),
		"totp_secret": text.orNull().must(isTOTPSecret), "backup_codes": textList,
		"delete_self_enabled": flag.orNull(), "create_organization_enabled": flag.orNull(),
		"create_organizations_limit": number.orNull().within(0, 1<<31),
		"legal_accepted_at":          instant.orNull(), "created_at": instant.orNull(), "bypass_client_trust": flag.orNull(),
	}
}

var createUserBody = func() *shape {
	f := userFields()
	f["password_digest"] = text.orNull()
	for _, kind := range []addressKind{email, phone, wallet} {
		f[kind.String()] = textList
	}
	f["email_address_identification_status"] = textList.in(verified, reserved)
	f["phone_number_identification_status"] = textList.in(verified, reserved)
	for _, name := range []string{"skip_password_requirement", "skip_user_requirement", "banned", "locked"} {
		f[name] = flag.orNull()
	}
	for _, m := range metadataFields {
		f[m] = object
	}
	return &shape{fields: f}
}()

var updateUserBody = func() *shape {
	f := userFields()
	for _, kind := range []addressKind{email, phone, wallet} {
		f["primary_"+kind.String()+"_id"] = text.orNull()
	}
	f["notify_primary_email_address_changed"] = flag.orNull()
	f["profile_image_id"] = text.orNull()
	f["sign_out_of_other_sessions"] = flag.orNull()
	return &shape{fields: f}
}()

func userOperations() []operation {
	return []operation{
		{pattern: "GET /users", handle: (*call).listUsers},
		{pattern: "GET /users/count", handle: (*call).countUsers},
		{pattern: "POST /users", handle: (*call).createUser, body: createUserBody},
		{pattern: "GET /users/{user_id}", handle: (*call).getUser},
		{pattern: "PATCH /users/{user_id}", handle: (*call).updateUser, body: updateUserBody, class: perUser},
		{pattern: "DELETE /users/{user_id}", handle: (*call).deleteUser},
	}
}

var perUser = perObject("user", "user_id")

// user gives the user that the path names.
func (c *call) user() (*user, *failure) { return c.userByID(c.id("user_id")) }

func (c *call) userByID(id string) (*user, *failure) {
	u, ok := c.users.get(id)
	if !ok {
		return nil, notFound("user", id)
	}
	return u, nil
}

func (c *call) getUser() (any, *failure) {
	u, f := c.user()
	if f != nil {
		return nil, f
	}
	return c.showUser(u), nil
}

func (c *call) createUser() (any, *failure) {
	u := &user{head: c.newHead("user", "user"), deleteSelf: true, createOrganization: true}
	for i := range u.metadata {
		u.metadata[i] = emptyObject
	}
	var found problems
	for _, kind := range []addressKind{email, phone, wallet} {
		c.addGiven(u, kind, &found)
	}
	c.setFields(u, &found)
	found.add(c.setMetadata(u))
	if f := found.err(); f != nil {
		return nil, f
	}
	if f := c.requirements(u); f != nil {
		return nil, f
	}
	if c.params.flag("banned") {
		if !c.switches["ban"] {
			return nil, unsupportedPlan("ban_users")
		}
		u.banned = true
	}
	if c.params.flag("locked") {
		if !c.switches["lockout"] {
			return nil, forbiddenFeature("User lockout")
		}
		u.lockedUntil = millis(c.now.Add(lockoutPeriod))
	}
	if f := c.saveUser(u); f != nil {
		return nil, f
	}
	return c.showUser(u), nil
}

// addGiven adds the addresses of one kind that a user is created with.
func (c *call) addGiven(u *user, kind addressKind, found *problems) {
	values := c.params.list(kind.String())
	statusParam := kind.String() + "_identification_status"
	statuses := c.params.list(statusParam)
	if len(statuses) > 0 && len(statuses) != len(values) {
		found.add(wrong(statusParam, "form_param_array_length_mismatch", "has the wrong length", statusParam+" must have one item for each "+kind.String()+"."))
		return
	}
	for i, given := range values {
		value, f := c.normal(kind, given)
		if f != nil {
			found.add(f)
			continue
		}
		status := verified
		if len(statuses) > 0 {
			status = statuses[i]
		}
		c.addAddress(u, kind, value, status)
	}
}

// requirements are what the instance wants of a new user.
func (c *call) requirements(u *user) *failure {
	var lacks []string
	if len(u.addresses) == 0 && u.username == nil && c.assume["user_without_identifier"] == "refused" {
		lacks = append(lacks, "email_address")
	}
	if len(lacks) == 0 && c.switches["email_required"] && len(u.emailKeys()) == 0 && !c.params.flag("skip_user_requirement") {
		lacks = append(lacks, "email_address")
	}
	if c.switches["password_required"] && u.password.digest == "" && !c.params.flag("skip_password_requirement") {
		lacks = append(lacks, "password")
	}
	if len(lacks) == 0 {
		return nil
	}
	return fail(http.StatusUnprocessableEntity, "form_data_missing", "Missing data",
		"The following data doesn't match the user requirements set for this instance: "+strings.Join(lacks, ", ")+".")
}

func (c *call) updateUser() (any, *failure) {
	old, f := c.user()
	if f != nil {
		return nil, f
	}
	if c.managedByScim(old.ID) && c.assume.yes("scim_blocks_user_update") {
		return nil, fail(http.StatusConflict, "user_managed_by_scim", "User managed by SCIM", "This user is managed by a directory and cannot be updated.")
	}
	u := old.edit()
	var found problems
	c.setFields(u, &found)
	for _, kind := range []addressKind{email, phone, wallet} {
		found.add(c.setPrimary(u, kind))
	}
	if c.params.has("sign_out_of_other_sessions") && c.params.flag("sign_out_of_other_sessions") && !c.params.has("password") && !c.params.has("password_digest") {
		found.add(wrong("sign_out_of_other_sessions", "form_conditional_param_disallowed", "is not allowed", "sign_out_of_other_sessions is only allowed with password."))
	}
	if f := found.err(); f != nil {
		return nil, f
	}
	if id := c.params.text("profile_image_id"); id != "" {
		u.imageID = id
	}
	if f := c.saveUser(u); f != nil {
		return nil, f
	}
	if c.params.flag("sign_out_of_other_sessions") {
		c.revokeSessions(u.ID)
	}
	return c.showUser(u), nil
}

func (c *call) setPrimary(u *user, kind addressKind) *failure {
	param := "primary_" + kind.String() + "_id"
	if c.params.cleared(param) || c.params.has(param) && c.params.text(param) == "" {
		if c.assume.yes("null_clears_primary") {
			u.primary[kind] = ""
		}
		return nil
	}
	if !c.params.has(param) {
		return nil
	}
	a := u.find(c.params.text(param))
	switch {
	case a == nil || a.kind != kind:
		return wrong(param, "form_resource_not_found", "not found", param+" is no "+kind.String()+" of this user.")
	case a.status != verified:
		return wrong(param, "form_verification_needed", "needs verification", param+" is not verified.")
	}
	u.primary[kind] = a.id
	return nil
}

// setFields sets what creation and update share.
func (c *call) setFields(u *user, found *problems) {
	p := c.params
	for name, field := range map[string]**string{"external_id": &u.externalID, "first_name": &u.firstName, "last_name": &u.lastName, "locale": &u.locale} {
		if p.has(name) && int64(utf8.RuneCountInString(p.text(name))) > c.assume.number("name_max_length") {
			found.add(wrong(name, "form_param_max_length_exceeded", "is too long", name+" should not exceed "+c.assume["name_max_length"]+" characters."))
		}
		given := p.text(name)
		switch {
		case p.cleared(name) && c.assume.yes("null_clears"), p.has(name) && given == "" && c.assume.yes("empty_string_clears"):
			*field = nil
		case p.has(name):
			*field = &given
		}
	}
	if p.cleared("username") || p.has("username") {
		if u.username = pointer(p.text("username")); u.username != nil && c.assume["username_case"] == "folded" {
			u.username = pointer(strings.ToLower(*u.username))
		}
	}
	for name, field := range map[string]*bool{"delete_self_enabled": &u.deleteSelf, "create_organization_enabled": &u.createOrganization, "bypass_client_trust": &u.bypassClientTrust} {
		if p.has(name) {
			*field = p.flag(name)
		}
	}
	for name, field := range map[string]**int64{"create_organizations_limit": &u.createOrganizationsLimit, "legal_accepted_at": &u.legalAcceptedAt} {
		if given := p.number(name); p.has(name) {
			*field = &given
		} else if p.cleared(name) && c.assume.yes("null_clears_numbers_and_times") {
			*field = nil
		}
	}
	if p.has("created_at") {
		u.CreatedAt = p.number("created_at")
	}
	c.setPassword(u, found)
	c.setFactors(u)
}

// deleted is what most deletions answer.
type deleted struct {
	Object  string `json:"object"`
	ID      string `json:"id"`
	Deleted bool   `json:"deleted"`
}

func (c *call) deleteUser() (any, *failure) {
	u, f := c.user()
	if f != nil {
		return nil, f
	}
	for _, one := range stored[session](c).lookup("user_id", u.ID) {
		stored[session](c).discard(c.now, one.ID)
	}
	for _, one := range stored[membership](c).lookup("user_id", u.ID) {
		stored[membership](c).discard(c.now, one.ID)
	}
	c.users.discard(c.now, u.ID)
	return deleted{"user", u.ID, true}, nil
}
