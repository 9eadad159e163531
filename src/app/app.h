/* app.h - the command line of the one binary: finds the verb, runs it, answers its exit code. */
#ifndef MOTCUA_APP_APP_H
#define MOTCUA_APP_APP_H

int app_main(int argc, char **argv);

#endif
