# By the ids of the user and of the number.
terraform import clerk_phone_number.desk user_2abcdefghijklmnopqrstuvwxyz/idn_2abcdefghijklmnopqrstuvwxyz

# By the id of the number alone; the user is looked up.
terraform import clerk_phone_number.desk idn_2abcdefghijklmnopqrstuvwxyz

# By the number itself; its user is looked up.
terraform import clerk_phone_number.desk +15555560100
