# By the redirect URL's id.
terraform import clerk_redirect_url.app ru_2abcdefghijklmnopqrstuvwxyz

# By the URL itself.
terraform import clerk_redirect_url.app my-app://callback
