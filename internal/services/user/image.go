package user

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
)

// maxImage is the largest picture that Clerk takes, in bytes.
const maxImage = 10 << 20

var imageTypes = []string{"image/jpeg", "image/png", "image/gif", "image/webp"}

// readImage reads a picture, and refuses what Clerk would.
func readImage(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("the picture cannot be read: %w", err)
	}
	if info.Size() > maxImage {
		return nil, fmt.Errorf("the picture %s has %d bytes, and Clerk takes at most %d (10 MB)", path, info.Size(), maxImage)
	}
	image, err := os.ReadFile(path) //nolint:gosec // the file that the configuration names
	if err != nil {
		return nil, fmt.Errorf("the picture cannot be read: %w", err)
	}
	if kind := http.DetectContentType(image); !slices.Contains(imageTypes, kind) {
		return nil, fmt.Errorf("%s is not a picture that Clerk takes (JPEG, PNG, GIF or WebP), but %s", path, kind)
	}
	return image, nil
}

// keepsImage reports whether a picture that cannot be read is the one that the user
// has: nothing would be uploaded, so only the comparison fails.
func keepsImage(plan, state model, err error) bool {
	return (errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission)) &&
		plan.ProfileImage.Equal(state.ProfileImage) && state.ProfileImageSHA256.ValueString() != ""
}

func hashImage(image []byte) string {
	sum := sha256.Sum256(image)
	return hex.EncodeToString(sum[:])
}

// imageHash is the hash of the user's picture as far as it is known: "" if the
// user has none, and null if somebody else put it there. Clerk does not give the
// content back, so a picture is taken for the one that was uploaded as long as
// its URL stays the same.
func imageHash(prior model, u *clerk.User) types.String {
	switch {
	case !u.HasImage:
		return types.StringValue("")
	case prior.ProfileImageSHA256.IsUnknown():
		// It was uploaded just now.
		if image, err := readImage(prior.ProfileImage.ValueString()); err == nil {
			return types.StringValue(hashImage(image))
		}
	case prior.ImageURL.ValueString() == u.ImageURL:
		return prior.ProfileImageSHA256
	}
	return types.StringNull()
}

// imagePath is the path of the picture that was uploaded, as long as the user has
// it. A picture that was deleted or replaced outside shows as a change of the path
// itself, so that a lifecycle block can ignore it.
func imagePath(prior model, u *clerk.User) types.String {
	switch {
	case prior.ProfileImage.IsNull():
		return prior.ProfileImage
	case !u.HasImage:
		return types.StringValue("")
	case imageHash(prior, u).IsNull():
		return types.StringNull()
	}
	return prior.ProfileImage
}

// planImage plans the picture by its content: the same picture under another name
// is no change, and another one under the same name is.
func planImage(plan, state *model) error {
	if plan.ProfileImage.IsNull() {
		return nil
	}
	if plan.ProfileImage.IsUnknown() {
		plan.ProfileImageSHA256, plan.ImageURL = types.StringUnknown(), types.StringUnknown()
		return nil
	}
	want := ""
	if path := plan.ProfileImage.ValueString(); path != "" {
		image, err := readImage(path)
		if err != nil {
			return err
		}
		want = hashImage(image)
	}
	if state != nil && (state.ProfileImageSHA256.Equal(types.StringValue(want)) || want == "" && hasNoPicture(state)) {
		if !state.ProfileImage.IsNull() {
			plan.ProfileImage = state.ProfileImage
		}
		return nil
	}
	// Not the hash: Terraform plans once more when it applies, by the file as it is
	// then, and calls it a bug of the provider if that is another one.
	plan.ProfileImageSHA256, plan.ImageURL = types.StringUnknown(), types.StringUnknown()
	if want == "" {
		plan.ProfileImageSHA256 = types.StringValue("")
	}
	return nil
}

// setImage uploads the planned picture, or deletes the one that is there.
func setImage(ctx context.Context, client *clerk.Client, id string, plan model) (*clerk.User, error) {
	if plan.ProfileImage.ValueString() == "" {
		user, err := client.Users.DeleteProfileImage(ctx, id)
		return user, tf.At("profile_image", err)
	}
	image, err := readImage(plan.ProfileImage.ValueString())
	if err != nil {
		return nil, tf.At("profile_image", err)
	}
	user, err := client.Users.SetProfileImage(ctx, id, filepath.Base(plan.ProfileImage.ValueString()), image)
	return user, tf.At("profile_image", err)
}
