/* status.h - status codes shared by the core and its public face. */
#ifndef YL_BASE_STATUS_H
#define YL_BASE_STATUS_H

typedef enum yl_status {
  YL_OK = 0,
  YL_ENOMEM,     /* the allocator said no */
  YL_EINVAL,     /* misuse: an argument is not what the contract says */
  YL_EIO,        /* the operating system said no: path and reason in the message */
  YL_EFORMAT,    /* data is not what it claims to be */
  YL_ELIMIT,     /* a limit (option) was reached; the message names it */
  YL_EPATTERN,   /* a query or pattern is wrong; the message points at the character */
  YL_ENODATA,    /* a data file (dictionary) is missing or does not fit this build */
  YL_ECANCELLED, /* yl_cancel was called */
  YL_DONE        /* a cursor has nothing more; never an error */
} yl_status;

#endif
