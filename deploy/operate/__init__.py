"""The operators' program: ``python -m deploy.operate --help``.

* ``answers``: tables, exit statuses, and errors that say what to do next
* ``commands``: the command line; ``on_services``, ``on_cluster``, ``on_messages``: what each command does, imported
  when it is to be done
* ``opened``: the services and the Kafka cluster a command works on
* ``dead_letters``, ``views``, ``standing``, ``offsets``: what the services' databases hold
* ``replay``: a public topic, for a bureau that joins late
* ``verify``: a public topic, compared with its proofs and with its publisher's log
* ``topic_deletion``: a topic that is to be made anew
* ``topics``, ``acls``: what the cluster is to be, from `deploy/kafka/*.toml`
"""
