/* lib_access.h - accounts of every role in the house of org/lib_house.h, and keys. */
#ifndef MOTCUA_TESTS_ACCESS_LIB_ACCESS_H
#define MOTCUA_TESTS_ACCESS_LIB_ACCESS_H

#include "org/lib_house.h"

#include "access/signin.h"

#define ACCESS_TEST(fn) cmocka_unit_test_setup_teardown(fn, access_setup, access_teardown)

/* house_setup, keys in the test's folder, access configured, no guesses remembered. */
int access_setup(void **state);
int access_teardown(void **state);

/* One account of staff: login, role, at the commune's desk or division; the password is
   ACCESS_PASSWORD and need not be changed. Administrators are bound to nothing. */
#define ACCESS_PASSWORD "Ngựa ô qua cầu 7 nhịp"
int64_t access_make(struct engine *e, const char *login, enum role role);
int64_t access_make_citizen(struct engine *e, const char *login);

/* Runs the try and the unit; RC_OK and *ret, or what refused. */
enum rc access_do_signin(struct engine *e, const char *login, const char *password,
                         struct signed_in *ret);
/* The unit alone, for a try of the test's own. */
enum rc access_end_signin(struct engine *e, const struct signin *s, struct signed_in *ret);
/* The actor of a token, by access_session_find. */
enum rc access_actor(struct engine *e, str token, struct actor *ret);

#endif
